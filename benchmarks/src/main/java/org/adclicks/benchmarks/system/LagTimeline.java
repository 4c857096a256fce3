package org.adclicks.benchmarks.system;

import java.util.ArrayList;
import java.util.List;

/**
 * How far as_of was behind the clock, look by look.
 *
 * <p>Units: milliseconds.
 */
final class LagTimeline {

  private final List<Look> looks = new ArrayList<>();

  /** Looks come in the order of the clock. */
  void add(long atMillis, long asOfMillis) {
    looks.add(new Look(atMillis, atMillis - asOfMillis));
  }

  long newest() {
    return looks.isEmpty() ? 0 : looks.get(looks.size() - 1).lag;
  }

  long max() {
    return looks.stream().mapToLong(Look::lag).max().orElse(0);
  }

  /** Seconds the lag grows in a second, from..to; 0 for a system that keeps up. */
  double growth(long fromMillis, long toMillis) {
    Trend trend = new Trend();
    for (Look look : looks) {
      if (look.atMillis >= fromMillis && look.atMillis < toMillis) {
        trend.add((double) (look.atMillis - fromMillis), (double) look.lag);
      }
    }
    return trend.slope();
  }

  /**
   * How long after {@code fromMillis} the lag was above the limit for the last time; 0 if it never
   * was.
   */
  long underAgainAfter(long fromMillis, long limitMillis) {
    long last = fromMillis;
    for (Look look : looks) {
      if (look.atMillis > fromMillis && look.lag > limitMillis) {
        last = look.atMillis;
      }
    }
    return last - fromMillis;
  }

  private record Look(long atMillis, long lag) {}
}
