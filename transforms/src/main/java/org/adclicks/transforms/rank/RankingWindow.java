package org.adclicks.transforms.rank;

import java.io.Serializable;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A window ads are ranked over: of {@code lengthMillis}, every {@code periodMillis}, keeping the
 * top {@code capacity}.
 *
 * <p>Errors: {@link IllegalArgumentException} unless length is a positive multiple of period and
 * capacity is positive.
 */
public record RankingWindow(long lengthMillis, long periodMillis, int capacity)
    implements Serializable {

  public RankingWindow {
    if (periodMillis <= 0 || lengthMillis < periodMillis || lengthMillis % periodMillis != 0) {
      throw new IllegalArgumentException(
          "a window's length must be a multiple of its period, not "
              + lengthMillis
              + " ms every "
              + periodMillis
              + " ms");
    }
    if (capacity <= 0) {
      throw new IllegalArgumentException("a window must keep at least one ad, not " + capacity);
    }
  }

  /** Whether windows do not overlap. */
  public boolean isFixed() {
    return lengthMillis == periodMillis;
  }

  /** As readers are told of them: length and period in seconds, {@code 60s/10s,300s/60s}. */
  public static String text(Collection<RankingWindow> windows) {
    return windows.stream()
        .map(each -> each.lengthMillis / 1000 + "s/" + each.periodMillis / 1000 + "s")
        .collect(Collectors.joining(","));
  }
}
