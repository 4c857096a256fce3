package org.adclicks.benchmarks.system;

import java.util.List;
import java.util.Optional;

/**
 * Whether what a process keeps on its heap grows: a straight line through what full collections
 * left, from when its state is complete.
 *
 * <p>Units: MiB and hours.
 */
record LiveHeap(double mean, double max, double growthPerHour, int collections) {

  private static final double SECONDS_PER_HOUR = 3600;

  /** Growth that noise explains: an hour's share of the mean. */
  private static final double FLAT = 0.05;

  /** Nothing, if there were fewer than three full collections after {@code fromSeconds}. */
  static Optional<LiveHeap> after(double fromSeconds, List<GcLog.Pause> fullCollections) {
    Trend trend = new Trend();
    double max = 0;
    for (GcLog.Pause pause : fullCollections) {
      if (pause.atSeconds() >= fromSeconds) {
        double live = (double) pause.afterMebibytes();
        trend.add(pause.atSeconds() / SECONDS_PER_HOUR, live);
        max = Math.max(max, live);
      }
    }
    return trend.count() < 3
        ? Optional.empty()
        : Optional.of(new LiveHeap(trend.mean(), max, trend.slope(), (int) trend.count()));
  }

  double growthShare() {
    return growthPerHour / mean;
  }

  boolean isFlat() {
    return growthShare() <= FLAT;
  }
}
