package org.adclicks.transforms.rank;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.minutes.Lateness;
import org.jspecify.annotations.Nullable;

/** What {@link RankAds} is configured with. Units: milliseconds. */
record RankingRules(
    List<RankingWindow> windows, long sliceMillis, Lateness lateness, long earlyMillis)
    implements Serializable {

  RankingRules {
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("there must be a window to rank ads over");
    }
    for (RankingWindow window : windows) {
      if (sliceMillis <= 0 || window.periodMillis() % sliceMillis != 0) {
        throw new IllegalArgumentException(
            "a window's period of "
                + window.periodMillis()
                + " ms must be a multiple of the slice of "
                + sliceMillis
                + " ms");
      }
    }
  }

  RankingRules withSliceMillis(long millis) {
    return new RankingRules(windows, millis, lateness, earlyMillis);
  }

  RankingRules withLateness(Lateness changed) {
    return new RankingRules(windows, sliceMillis, changed, earlyMillis);
  }

  RankingRules withEarlyMillis(long millis) {
    return new RankingRules(windows, sliceMillis, lateness, millis);
  }

  private long shortestFixedMillis() {
    long shortest = Long.MAX_VALUE;
    for (RankingWindow window : windows) {
      if (window.isFixed()) {
        shortest = Math.min(shortest, window.lengthMillis());
      }
    }
    return shortest;
  }

  long longestMillis() {
    long longest = 0;
    for (RankingWindow window : windows) {
      longest = Math.max(longest, window.lengthMillis());
    }
    return longest;
  }

  /**
   * How long a slice may still be asked for, from its start: a click is taken until its minute's
   * end plus the lateness, and the longest window that ends with it begins that much earlier.
   */
  long keepMillis() {
    return longestMillis() + Periods.MINUTE_MILLIS + lateness.millis() + sliceMillis;
  }

  /**
   * Whether an early firing has become due in the slice that ends this far into a window. Of fixed
   * windows only the shortest are told early: whoever wants to know soon does not ask for long
   * ones.
   */
  boolean firesEarly(RankingWindow window, long intoMillis) {
    return earlyMillis > 0
        && window.isFixed()
        && window.lengthMillis() == shortestFixedMillis()
        && intoMillis / earlyMillis > (intoMillis - sliceMillis) / earlyMillis;
  }

  /**
   * When the next window ends that may hold a click, after {@code now}. Where there is no slice
   * there is nothing to rank, be it for years.
   *
   * @param firstClosedSince start of the first closed slice from a time on
   * @param firstOpen start of the first slice that still fills
   */
  @Nullable Long nextEnd(
      long now, Function<Long, @Nullable Long> firstClosedSince, @Nullable Long firstOpen) {
    Long closed = firstClosedSince.apply(now + sliceMillis - longestMillis());
    if (closed == null) {
      return firstOpen == null ? null : (Long) (firstOpen + sliceMillis);
    }
    long end = Math.max(now, closed) + sliceMillis;
    return firstOpen == null ? end : Math.min(end, firstOpen + sliceMillis);
  }

  long sliceOf(long millis) {
    return millis - Math.floorMod(millis, sliceMillis);
  }
}
