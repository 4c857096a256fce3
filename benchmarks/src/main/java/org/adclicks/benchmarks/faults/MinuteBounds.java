package org.adclicks.benchmarks.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.adclicks.click.Click;

/**
 * What an answer about minutes may say once it calls them CLOSED: at least the clicks that had come
 * before each could close, at most all there ever were. Once it calls them FINAL, at least those
 * that came before the allowed lateness could be over: as many as there ever were, unless some came
 * later still.
 *
 * <p>Units: milliseconds since 1970; clicks, each identity once.
 */
final class MinuteBounds {

  /** A partition closes a minute no sooner than its delay after it; less than that to be safe. */
  static final long SURELY_IN_MILLIS = 10_000;

  private static final long MINUTE_MILLIS = 60_000;

  /** What the jobs of a local stack allow. */
  private static final long LATENESS_MILLIS = 10 * MINUTE_MILLIS;

  private final Set<String> filters;
  private final Map<String, NavigableMap<Long, Bounds>> byKey = new HashMap<>();
  private final Set<String> identities = new HashSet<>();

  /**
   * @param filters which of {@link Sighting#ofUser} and {@link Sighting#ofIp} will be asked about
   */
  MinuteBounds(Set<String> filters) {
    this.filters = Set.copyOf(filters);
  }

  /** A click in the order it lies in the queue, which took it in at {@code arrivalMillis}. */
  void add(Click click, long arrivalMillis) {
    String identity =
        String.join("\n", click.adId(), click.userId(), click.ip()) + click.clickTimestampMillis();
    if (!identities.add(identity)) {
      return;
    }
    long minute = Math.floorDiv(click.clickTimestampMillis(), MINUTE_MILLIS) * MINUTE_MILLIS;
    long surelyInMillis = minute + MINUTE_MILLIS + SURELY_IN_MILLIS;
    for (String key : keysOf(click)) {
      Bounds bounds =
          byKey
              .computeIfAbsent(key, k -> new TreeMap<>())
              .computeIfAbsent(minute, m -> new Bounds());
      bounds.atMost++;
      if (arrivalMillis <= surelyInMillis) {
        bounds.atLeast++;
      }
      if (arrivalMillis <= surelyInMillis + LATENESS_MILLIS) {
        bounds.atLeastFinal++;
      }
    }
  }

  private List<String> keysOf(Click click) {
    List<String> keys = new ArrayList<>(List.of(Sighting.ALL_ADS, click.adId()));
    for (String filter : List.of(Sighting.ofUser(click.userId()), Sighting.ofIp(click.ip()))) {
      if (filters.contains(filter)) {
        keys.add(filter);
      }
    }
    return keys;
  }

  /** Whether closed minutes' answer may be this. */
  boolean allow(Sighting sighting) {
    Bounds bounds = of(sighting);
    return sighting.clicks() >= bounds.atLeast(sighting) && sighting.clicks() <= bounds.atMost;
  }

  /** Whether closed minutes' clicks may be that many at most. */
  boolean allowAtMost(Sighting sighting) {
    return sighting.clicks() >= of(sighting).atLeast(sighting);
  }

  String describe(Sighting sighting) {
    Bounds bounds = of(sighting);
    return bounds.atLeast(sighting) + ".." + bounds.atMost;
  }

  private Bounds of(Sighting sighting) {
    Bounds all = new Bounds();
    byKey
        .getOrDefault(sighting.key(), new TreeMap<>())
        .subMap(sighting.fromMillis(), sighting.toMillis())
        .values()
        .forEach(
            minute -> {
              all.atLeast += minute.atLeast;
              all.atLeastFinal += minute.atLeastFinal;
              all.atMost += minute.atMost;
            });
    return all;
  }

  private static final class Bounds {
    private long atLeast;
    private long atLeastFinal;
    private long atMost;

    private long atLeast(Sighting sighting) {
      return sighting.isFinal() ? atLeastFinal : atLeast;
    }
  }
}
