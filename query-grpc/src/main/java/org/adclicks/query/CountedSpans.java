package org.adclicks.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The stretches of event time that were counted without a gap, and the sliding windows the newest
 * pipeline keeps lists for. What is in no stretch never was: nobody knows whether anyone clicked.
 *
 * @param stretches in order, apart from each other; the last one goes on
 * @param windowsFromMillis lists of the windows are whole if the window begins here or later
 */
record CountedSpans(
    List<MinuteInterval> stretches, List<SlidingWindow> windows, long windowsFromMillis) {

  static final CountedSpans NONE = new CountedSpans(List.of(), List.of(), Long.MAX_VALUE);

  CountedSpans {
    stretches = List.copyOf(stretches);
    windows = List.copyOf(windows);
  }

  /** Joins stretches that touch; the newest one reaches as far as the store is complete. */
  static List<MinuteInterval> join(Collection<MinuteInterval> parts, long asOfMillis) {
    List<MinuteInterval> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingLong(MinuteInterval::fromMillis));
    List<MinuteInterval> joined = new ArrayList<>();
    for (MinuteInterval part : ordered) {
      int last = joined.size() - 1;
      if (last >= 0 && part.fromMillis() <= joined.get(last).toMillis()) {
        MinuteInterval before = joined.get(last);
        joined.set(
            last,
            new MinuteInterval(before.fromMillis(), Math.max(before.toMillis(), part.toMillis())));
      } else {
        joined.add(part);
      }
    }
    if (!joined.isEmpty()) {
      int last = joined.size() - 1;
      MinuteInterval newest = joined.get(last);
      joined.set(
          last, new MinuteInterval(newest.fromMillis(), Math.max(newest.toMillis(), asOfMillis)));
    }
    return joined;
  }

  boolean isEmpty() {
    return stretches.isEmpty();
  }

  /** Where the stretch begins that still goes on. */
  long newestFromMillis() {
    return stretches.get(stretches.size() - 1).fromMillis();
  }

  /** Whether all of it was counted; what is after the newest stretch is yet to come. */
  boolean covers(MinuteInterval interval) {
    long end = stretches.get(stretches.size() - 1).toMillis();
    return interval.fromMillis() >= end
        || stretches.stream()
            .anyMatch(
                stretch ->
                    stretch.fromMillis() <= interval.fromMillis()
                        && Math.min(interval.toMillis(), end) <= stretch.toMillis());
  }
}
