package org.adclicks.pipeline.generate;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When each line is written: in real time at a given rate, as fast as it goes, or at made-up times.
 */
final class Timeline {

  private static final long PAUSE_MILLIS = 1;

  private final @Nullable Long startMillis;
  private final long ratePerSecond;
  private final boolean paced;
  private final LongSupplier clock;
  private final LongConsumer pause;
  private final long beginMillis;

  /**
   * Begins now.
   *
   * @param startMillis the first line's time; null if lines are of now
   * @param ratePerSecond lines per second of these times
   * @param paced whether a line waits until it is due
   */
  Timeline(
      @Nullable Long startMillis,
      long ratePerSecond,
      boolean paced,
      LongSupplier clock,
      LongConsumer pause) {
    this.startMillis = startMillis;
    this.ratePerSecond = ratePerSecond;
    this.paced = paced;
    this.clock = clock;
    this.pause = pause;
    this.beginMillis = clock.getAsLong();
  }

  /** The time of the index-th line, when it is due. */
  long next(long index) {
    long offsetMillis = index * 1000 / ratePerSecond;
    long now = paced ? await(beginMillis + offsetMillis) : 0;
    if (startMillis != null) {
      return startMillis + offsetMillis;
    }
    return paced ? now : clock.getAsLong();
  }

  private long await(long dueMillis) {
    long now = clock.getAsLong();
    while (now < dueMillis) {
      pause.accept(PAUSE_MILLIS);
      now = clock.getAsLong();
    }
    return now;
  }
}
