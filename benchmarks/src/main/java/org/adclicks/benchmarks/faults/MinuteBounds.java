package org.adclicks.benchmarks.faults;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an answer about a minute may say once it calls the minute CLOSED: at least the clicks that
 * had come before the minute could close, at most all there ever were.
 *
 * <p>Units: milliseconds since 1970; clicks, each identity once.
 */
final class MinuteBounds {

  /** A partition closes a minute no sooner than its delay after it; less than that to be safe. */
  static final long SURELY_IN_MILLIS = 10_000;

  private static final long MINUTE_MILLIS = 60_000;

  private final Map<Long, Map<String, Bounds>> byMinute = new HashMap<>();
  private final Set<String> identities = new HashSet<>();

  /** A click in the order it lies in the queue, which took it in at {@code arrivalMillis}. */
  void add(String adId, String identity, long clickMillis, long arrivalMillis) {
    if (!identities.add(identity)) {
      return;
    }
    long minute = Math.floorDiv(clickMillis, MINUTE_MILLIS) * MINUTE_MILLIS;
    boolean surelyIn = arrivalMillis <= minute + MINUTE_MILLIS + SURELY_IN_MILLIS;
    Map<String, Bounds> ads = byMinute.computeIfAbsent(minute, m -> new HashMap<>());
    for (String key : new String[] {adId, Sighting.ALL_ADS}) {
      Bounds bounds = ads.computeIfAbsent(key, k -> new Bounds());
      bounds.atMost++;
      if (surelyIn) {
        bounds.atLeast++;
      }
    }
  }

  /** Whether a closed minute's answer may be this. */
  boolean allow(Sighting sighting) {
    Bounds bounds = of(sighting.minuteMillis(), sighting.adId());
    return sighting.clicks() >= bounds.atLeast && sighting.clicks() <= bounds.atMost;
  }

  String describe(long minuteMillis, String adId) {
    Bounds bounds = of(minuteMillis, adId);
    return bounds.atLeast + ".." + bounds.atMost;
  }

  private Bounds of(long minuteMillis, String adId) {
    return byMinute.getOrDefault(minuteMillis, Map.of()).getOrDefault(adId, new Bounds());
  }

  private static final class Bounds {
    private long atLeast;
    private long atMost;
  }
}
