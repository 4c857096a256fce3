package org.adclicks.benchmarks.system;

import java.util.ArrayList;
import java.util.List;

/**
 * How old clicks were when an answer first contained them for good: the time their minute was first
 * seen closed, less their own.
 *
 * <p>Clicks come at a steady rate, so those of a stretch of time are spread evenly over it, and the
 * ages of the clicks of a minute are spread evenly too. Quantiles are exact under that assumption.
 *
 * <p>Units: milliseconds.
 */
final class Freshness {

  private static final int HALVINGS = 50;

  private final List<Ages> stretches = new ArrayList<>();

  /** Clicks from..to, of one minute, which was first seen closed at {@code closedMillis}. */
  void add(long fromMillis, long toMillis, long closedMillis) {
    if (toMillis <= fromMillis) {
      throw new IllegalArgumentException("no time from " + fromMillis + " to " + toMillis);
    }
    stretches.add(new Ages(closedMillis - toMillis, closedMillis - fromMillis));
  }

  boolean isEmpty() {
    return stretches.isEmpty();
  }

  /** The age that this share of all clicks does not exceed. */
  double quantile(double share) {
    double low = 0;
    double high = max();
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (shareUpTo(middle) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  double max() {
    return stretches.stream().mapToLong(Ages::oldest).max().orElse(0);
  }

  private double shareUpTo(double age) {
    double clicks = 0;
    double all = 0;
    for (Ages ages : stretches) {
      double length = ages.oldest - ages.youngest;
      all += length;
      clicks += Math.max(0, Math.min(length, age - ages.youngest));
    }
    return clicks / all;
  }

  private record Ages(long youngest, long oldest) {}
}
