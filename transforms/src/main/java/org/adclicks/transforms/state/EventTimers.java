package org.adclicks.transforms.state;

import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/** How the stateful transforms set their event-time timers. Units: milliseconds since 1970. */
public final class EventTimers {

  /** The watermark of a step that has not been told any. */
  public static final long NO_WATERMARK = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  /**
   * Past any click, before any arithmetic overflows: beyond it the watermark says that a bounded
   * input has ended.
   */
  public static final long END_OF_INPUT = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() / 2;

  private static final long MAX_MILLIS = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

  private EventTimers() {}

  /**
   * Sets a timer for the moment the watermark reaches {@code millis}. What it emits belongs before
   * that, so it holds the output watermark one millisecond earlier until it has fired.
   */
  public static void setHolding(Timer timer, long millis) {
    timer.withOutputTimestamp(Instant.ofEpochMilli(millis - 1)).set(Instant.ofEpochMilli(millis));
  }

  /**
   * As {@link #setHolding(Timer, long)}, for a timer that sets itself again when it fires.
   *
   * <p>The DirectRunner keeps the holds of all keys' timers in one bag, in which timers of the same
   * name and times are equal, and takes two out when a fired timer sets itself again: another key
   * would lose its hold, and what it has yet to emit would come behind the watermark. So each shard
   * holds a little earlier than the one before.
   */
  public static void setHolding(Timer timer, long millis, int shard) {
    timer
        .withOutputTimestamp(Instant.ofEpochMilli(millis - 1 - shard))
        .set(Instant.ofEpochMilli(millis));
  }

  /** The first multiple of {@code step} after {@code millis}. */
  public static long nextStep(long millis, long step) {
    return millis - Math.floorMod(millis, step) + step;
  }

  /**
   * millis + more, or the last timestamp there is: the watermark goes there when a bounded input
   * has ended.
   */
  public static Instant atMost(long millis, long more) {
    return Instant.ofEpochMilli(millis >= MAX_MILLIS - more ? MAX_MILLIS : millis + more);
  }
}
