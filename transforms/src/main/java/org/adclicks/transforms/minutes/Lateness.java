package org.adclicks.transforms.minutes;

import java.io.Serializable;
import org.adclicks.proto.store.Periods;
import org.joda.time.Duration;

/**
 * How long after a minute's end its late clicks still count, and what follows from that: when a
 * minute or a window is final, and whether clicks are late or too late. Time is the watermark's.
 *
 * <p>Units: milliseconds since 1970; a window's or minute's end is the first millisecond after it.
 *
 * <p>Errors: {@link IllegalArgumentException} for a negative one.
 */
public record Lateness(long millis) implements Serializable {

  /** Ten minutes. */
  public static final Lateness DEFAULT = of(Duration.standardMinutes(10));

  public Lateness {
    if (millis < 0) {
      throw new IllegalArgumentException(
          "allowed lateness must not be negative, not " + Duration.millis(millis));
    }
  }

  public static Lateness of(Duration duration) {
    return new Lateness(duration.getMillis());
  }

  /** This much and {@code more}: for what can only begin once something else is final. */
  public Lateness plus(Duration more) {
    return new Lateness(millis + more.getMillis());
  }

  /** Whether a minute has ended, so that clicks of it that come now correct what was told. */
  public boolean isLate(long minuteMillis, long watermarkMillis) {
    return watermarkMillis >= endOf(minuteMillis);
  }

  /** Whether clicks of a minute that come now no longer count: it is final. */
  public boolean isTooLate(long minuteMillis, long watermarkMillis) {
    return watermarkMillis >= finalAt(minuteMillis);
  }

  /** When a minute can no longer change. */
  public long finalAt(long minuteMillis) {
    return endOf(minuteMillis) + millis;
  }

  /** When a window can no longer change: with the last minute it has a part of. */
  public long windowFinalAt(long endMillis) {
    return Periods.ceilToMinute(endMillis) + millis;
  }

  /** The end of the newest minute that is final when the watermark is here. */
  public long finalThrough(long watermarkMillis) {
    return Periods.minuteOf(watermarkMillis - millis);
  }

  private static long endOf(long minuteMillis) {
    return minuteMillis + Periods.MINUTE_MILLIS;
  }
}
