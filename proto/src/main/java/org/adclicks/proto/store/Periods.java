package org.adclicks.proto.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The calendar periods of the store's partitions, UTC. Units: milliseconds since 1970 in, first
 * millisecond out.
 */
public final class Periods {

  public static final long MINUTE_MILLIS = 60_000;
  public static final long FIVE_MINUTES_MILLIS = 300_000;
  public static final long HOUR_MILLIS = 3_600_000;
  public static final long DAY_MILLIS = 86_400_000;

  private Periods() {}

  public static long minuteOf(long millis) {
    return millis - Math.floorMod(millis, MINUTE_MILLIS);
  }

  /** The end of the minute that ends then or later. */
  public static long ceilToMinute(long millis) {
    return minuteOf(millis + MINUTE_MILLIS - 1);
  }

  public static long hourOf(long millis) {
    return millis - Math.floorMod(millis, HOUR_MILLIS);
  }

  public static long dayOf(long millis) {
    return millis - Math.floorMod(millis, DAY_MILLIS);
  }

  public static long monthOf(long millis) {
    return Instant.ofEpochMilli(millis)
        .atZone(ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.DAYS)
        .withDayOfMonth(1)
        .toInstant()
        .toEpochMilli();
  }
}
