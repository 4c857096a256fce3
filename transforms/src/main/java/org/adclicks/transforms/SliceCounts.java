package org.adclicks.transforms;

import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * The clicks of a slice (or of several added up) by ad and scope, all ads together being a scope
 * too.
 */
final class SliceCounts {

  private final AdCounts byAd;
  private final Map<String, Long> byScope;

  SliceCounts() {
    this(new AdCounts(), new TreeMap<>());
  }

  private SliceCounts(AdCounts byAd, Map<String, Long> byScope) {
    this.byAd = byAd;
    this.byScope = byScope;
  }

  /** Adds cells, (ad, country) -> clicks. */
  void addCells(AdCounts cells) {
    cells.forEach(
        (ad, country, clicks) -> {
          add(ad, country, clicks);
          add(ad, Leaderboard.ALL_ADS, clicks);
        });
  }

  /** Adds another slice's counts. */
  void addCounts(SliceCounts other) {
    byAd.addAll(other.byAd);
    other.byScope.forEach((scope, clicks) -> byScope.merge(scope, clicks, Long::sum));
  }

  private void add(String adId, String scope, long clicks) {
    byAd.add(adId, scope, clicks);
    byScope.merge(scope, clicks, Long::sum);
  }

  long get(String adId, String scope) {
    return byAd.get(adId, scope);
  }

  long total(String scope) {
    return byScope.getOrDefault(scope, 0L);
  }

  void forEach(AdCounts.Visitor visitor) {
    byAd.forEach(visitor);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SliceCounts that
        && byAd.equals(that.byAd)
        && byScope.equals(that.byScope);
  }

  @Override
  public int hashCode() {
    return byAd.hashCode() * 31 + byScope.hashCode();
  }

  /** {@link SliceCounts}: by ad, then by scope. */
  static final class SliceCoder extends PackCoder<SliceCounts> {

    private static final long serialVersionUID = 1L;
    private static final SliceCoder INSTANCE = new SliceCoder();

    static SliceCoder of() {
      return INSTANCE;
    }

    @Override
    void write(SliceCounts value, PackWriter out) {
      value.byAd.write(out);
      out.putVarLong(value.byScope.size());
      value.byScope.forEach((scope, clicks) -> out.putString(scope).putVarLong(clicks));
    }

    @Override
    SliceCounts read(PackReader in) throws CoderException {
      AdCounts byAd = AdCounts.read(in);
      Map<String, Long> byScope = new TreeMap<>();
      for (int rest = in.getVarInt(); rest > 0; rest--) {
        byScope.put(in.getScope(), in.getVarLong());
      }
      return new SliceCounts(byAd, byScope);
    }
  }
}
