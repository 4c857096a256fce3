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
 * before each could close, at most all there ever were.
 *
 * <p>Units: milliseconds since 1970; clicks, each identity once.
 */
final class MinuteBounds {

  /** A partition closes a minute no sooner than its delay after it; less than that to be safe. */
  static final long SURELY_IN_MILLIS = 10_000;

  private static final long MINUTE_MILLIS = 60_000;

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
    boolean surelyIn = arrivalMillis <= minute + MINUTE_MILLIS + SURELY_IN_MILLIS;
    for (String key : keysOf(click)) {
      Bounds bounds =
          byKey
              .computeIfAbsent(key, k -> new TreeMap<>())
              .computeIfAbsent(minute, m -> new Bounds());
      bounds.atMost++;
      if (surelyIn) {
        bounds.atLeast++;
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
    return sighting.clicks() >= bounds.atLeast && sighting.clicks() <= bounds.atMost;
  }

  String describe(Sighting sighting) {
    Bounds bounds = of(sighting);
    return bounds.atLeast + ".." + bounds.atMost;
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
              all.atMost += minute.atMost;
            });
    return all;
  }

  private static final class Bounds {
    private long atLeast;
    private long atMost;
  }
}
