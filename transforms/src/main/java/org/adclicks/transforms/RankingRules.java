package org.adclicks.transforms;

import java.io.Serializable;
import java.util.List;
import org.adclicks.proto.store.Periods;

/**
 * What {@link RankAds} is configured with. Units: milliseconds.
 *
 * @param gatherMillis how long corrections of one list are gathered
 */
record RankingRules(
    List<RankingWindow> windows,
    long sliceMillis,
    long latenessMillis,
    long earlyMillis,
    long gatherMillis)
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
    return new RankingRules(windows, millis, latenessMillis, earlyMillis, gatherMillis);
  }

  RankingRules withLatenessMillis(long millis) {
    return new RankingRules(windows, sliceMillis, millis, earlyMillis, gatherMillis);
  }

  RankingRules withEarlyMillis(long millis) {
    return new RankingRules(windows, sliceMillis, latenessMillis, millis, gatherMillis);
  }

  RankingRules withGatherMillis(long millis) {
    return new RankingRules(windows, sliceMillis, latenessMillis, earlyMillis, millis);
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
    return longestMillis() + Periods.MINUTE_MILLIS + latenessMillis + sliceMillis;
  }

  /** Whether an early firing has become due in the slice that ends this far into a window. */
  boolean firesEarly(long intoMillis) {
    return earlyMillis > 0 && intoMillis / earlyMillis > (intoMillis - sliceMillis) / earlyMillis;
  }

  long sliceOf(long millis) {
    return millis - Math.floorMod(millis, sliceMillis);
  }
}
