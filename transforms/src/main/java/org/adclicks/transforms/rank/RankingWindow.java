package org.adclicks.transforms.rank;

import java.io.Serializable;

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
}
