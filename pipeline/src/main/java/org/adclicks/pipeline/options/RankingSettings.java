package org.adclicks.pipeline.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.rank.RankingWindow;
import org.joda.time.Duration;

/**
 * Which windows ads are ranked over.
 *
 * @param minuteTopAds how many ads a minute's list keeps
 * @param slidingWindows the others
 */
public record RankingSettings(int minuteTopAds, List<RankingWindow> slidingWindows) {

  /** Twice the longest list that can be asked for: an hour's is proven by these (0028). */
  private static final int FIVE_MINUTES_TOP_ADS = 2_000;

  private static final long COARSEST_SLICE_MILLIS = 10_000;

  public RankingSettings {
    slidingWindows = List.copyOf(slidingWindows);
  }

  /** The minute's window, that of five minutes and all sliding ones. */
  public List<RankingWindow> windows() {
    List<RankingWindow> windows = new ArrayList<>();
    windows.add(new RankingWindow(Periods.MINUTE_MILLIS, Periods.MINUTE_MILLIS, minuteTopAds));
    windows.add(
        new RankingWindow(
            Periods.FIVE_MINUTES_MILLIS, Periods.FIVE_MINUTES_MILLIS, FIVE_MINUTES_TOP_ADS));
    windows.addAll(slidingWindows);
    return windows;
  }

  /**
   * How many ads lists keep, as a name tells it: lists of other lengths cannot go on from these.
   */
  public String listLengths() {
    Set<Integer> lengths = new TreeSet<>(List.of(minuteTopAds));
    slidingWindows.forEach(window -> lengths.add(window.capacity()));
    return lengths.stream().map(String::valueOf).collect(Collectors.joining("And"));
  }

  /** The finest step of all windows: at most ten seconds, and a divisor of every period. */
  public Duration slice() {
    long slice = COARSEST_SLICE_MILLIS;
    for (RankingWindow window : slidingWindows) {
      slice = greatestCommonDivisor(slice, window.periodMillis());
    }
    return Duration.millis(slice);
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
