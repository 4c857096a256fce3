package org.adclicks.benchmarks.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.adclicks.click.Click;

/**
 * What an answer about minutes may say once it calls them CLOSED: at least the clicks that had come
 * before each could close, at most all that had come when it was given. Once it calls them FINAL,
 * at least those that came before the allowed lateness could be over: as many as there ever were,
 * unless some came later still.
 *
 * <p>Units: milliseconds since 1970; clicks, each identity once.
 */
final class MinuteBounds {

  /** A partition closes a minute no sooner than its delay after it; less than that to be safe. */
  static final long SURELY_IN_MILLIS = 10_000;

  private static final long SECOND_MILLIS = 1_000;
  private static final long MINUTE_MILLIS = 60_000;

  /** What the jobs of a local stack allow. */
  private static final long LATENESS_MILLIS = 10 * MINUTE_MILLIS;

  private final Set<String> keys;
  private final Map<String, NavigableMap<Long, Arrivals>> byKey = new HashMap<>();
  private final Map<String, Long> firstArrivals = new HashMap<>();

  /**
   * @param keys of which ads, {@link Sighting#ofUser} and {@link Sighting#ofIp} will be asked
   */
  MinuteBounds(Set<String> keys) {
    this.keys = Set.copyOf(keys);
  }

  /**
   * A click, which the queue took in at {@code arrivalMillis}. Its partitions may be read one after
   * another: of one identity the first to arrive counts.
   */
  void add(Click click, long arrivalMillis) {
    String identity =
        String.join("\n", click.adId(), click.userId(), click.ip()) + click.clickTimestampMillis();
    Long before = firstArrivals.get(identity);
    if (before != null && before <= arrivalMillis) {
      return;
    }
    firstArrivals.put(identity, arrivalMillis);
    long minute = Math.floorDiv(click.clickTimestampMillis(), MINUTE_MILLIS) * MINUTE_MILLIS;
    for (String key : keysOf(click)) {
      Arrivals arrivals =
          byKey.computeIfAbsent(key, k -> new TreeMap<>()).computeIfAbsent(minute, Arrivals::new);
      if (before != null) {
        arrivals.add(before, -1);
      }
      arrivals.add(arrivalMillis, 1);
    }
  }

  private List<String> keysOf(Click click) {
    List<String> all = new ArrayList<>(List.of(Sighting.ALL_ADS));
    for (String key :
        List.of(click.adId(), Sighting.ofUser(click.userId()), Sighting.ofIp(click.ip()))) {
      if (keys.contains(key)) {
        all.add(key);
      }
    }
    return all;
  }

  /** Whether closed minutes' answer may be this. */
  boolean allow(Sighting sighting) {
    Bounds bounds = of(sighting);
    return sighting.clicks() >= bounds.atLeast && sighting.clicks() <= bounds.atMost;
  }

  /** Whether closed minutes' clicks may be that many at most. */
  boolean allowAtMost(Sighting sighting) {
    return sighting.clicks() >= of(sighting).atLeast;
  }

  String describe(Sighting sighting) {
    Bounds bounds = of(sighting);
    return bounds.atLeast + ".." + bounds.atMost;
  }

  private Bounds of(Sighting sighting) {
    long atLeast = 0;
    long atMost = 0;
    for (Arrivals minute :
        byKey
            .getOrDefault(sighting.key(), new TreeMap<>())
            .subMap(sighting.fromMillis(), sighting.toMillis())
            .values()) {
      atLeast += sighting.isFinal() ? minute.beforeFinal : minute.beforeClosed;
      atMost += minute.before(sighting.answeredMillis());
    }
    return new Bounds(atLeast, atMost);
  }

  private record Bounds(long atLeast, long atMost) {}

  /** When the clicks of one minute came. */
  private static final class Arrivals {
    private final long surelyInMillis;
    private final NavigableMap<Long, Integer> bySecond = new TreeMap<>();
    private long beforeClosed;
    private long beforeFinal;

    Arrivals(long minuteMillis) {
      this.surelyInMillis = minuteMillis + MINUTE_MILLIS + SURELY_IN_MILLIS;
    }

    void add(long arrivalMillis, int clicks) {
      bySecond.merge(Math.floorDiv(arrivalMillis, SECOND_MILLIS), clicks, Integer::sum);
      if (arrivalMillis <= surelyInMillis) {
        beforeClosed += clicks;
      }
      if (arrivalMillis <= surelyInMillis + LATENESS_MILLIS) {
        beforeFinal += clicks;
      }
    }

    /** Those of that second too. */
    long before(long millis) {
      return bySecond.headMap(Math.floorDiv(millis, SECOND_MILLIS), true).values().stream()
          .mapToLong(Integer::longValue)
          .sum();
    }
  }
}
