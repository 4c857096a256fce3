package org.adclicks.transforms;

import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * The clicks of a slice (or of several added up) by ad and scope. Kept by country; those of all ads
 * together, a scope too, are added up when they are asked for, since a slice is asked far less
 * often than it is kept (docs/decisions/0011).
 */
final class SliceCounts {

  private final AdCounts cells;
  private final Map<String, Long> byCountry;

  SliceCounts() {
    this(new AdCounts(), new TreeMap<>());
  }

  private SliceCounts(AdCounts cells, Map<String, Long> byCountry) {
    this.cells = cells;
    this.byCountry = byCountry;
  }

  /** Adds cells, (ad, country) -> clicks. */
  void addCells(AdCounts more) {
    cells.addAll(more);
    more.forEach((ad, country, clicks) -> byCountry.merge(country, clicks, Long::sum));
  }

  /** Adds another slice's counts. */
  void addCounts(SliceCounts other) {
    cells.addAll(other.cells);
    other.byCountry.forEach((country, clicks) -> byCountry.merge(country, clicks, Long::sum));
  }

  /** An ad's clicks: of a country, or of all. */
  long get(String adId, String scope) {
    if (!scope.equals(Leaderboard.ALL_ADS)) {
      return cells.get(adId, scope);
    }
    long total = 0;
    for (String country : byCountry.keySet()) {
      total += cells.get(adId, country);
    }
    return total;
  }

  /** All ads' clicks: of a country, or of all. */
  long total(String scope) {
    if (!scope.equals(Leaderboard.ALL_ADS)) {
      return byCountry.getOrDefault(scope, 0L);
    }
    return byCountry.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Visits each ad's clicks of each country, and of all. */
  void forEach(AdCounts.Visitor visitor) {
    AdCounts ofAll = new AdCounts();
    cells.forEach(
        (ad, country, clicks) -> {
          visitor.visit(ad, country, clicks);
          ofAll.add(ad, Leaderboard.ALL_ADS, clicks);
        });
    ofAll.forEach(visitor);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SliceCounts that
        && cells.equals(that.cells)
        && byCountry.equals(that.byCountry);
  }

  @Override
  public int hashCode() {
    return cells.hashCode() * 31 + byCountry.hashCode();
  }

  /** {@link SliceCounts}: its cells. */
  static final class SliceCoder extends PackCoder<SliceCounts> {

    private static final long serialVersionUID = 1L;
    private static final SliceCoder INSTANCE = new SliceCoder();

    static SliceCoder of() {
      return INSTANCE;
    }

    @Override
    void write(SliceCounts value, PackWriter out) {
      value.cells.write(out);
    }

    @Override
    SliceCounts read(PackReader in) throws CoderException {
      SliceCounts slice = new SliceCounts();
      slice.addCells(AdCounts.read(in));
      return slice;
    }
  }
}
