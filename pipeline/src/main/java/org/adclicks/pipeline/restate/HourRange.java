package org.adclicks.pipeline.restate;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.proto.store.Periods;

/**
 * Whole hours one behind another: the least that can be restated, since a partition of the store is
 * one.
 *
 * <p>Units: milliseconds since 1970. Errors: {@link IllegalArgumentException} for none, or parts of
 * hours.
 */
public record HourRange(long fromMillis, long toMillis) implements Serializable {

  public HourRange {
    if (fromMillis >= toMillis
        || Periods.hourOf(fromMillis) != fromMillis
        || Periods.hourOf(toMillis) != toMillis) {
      throw new IllegalArgumentException(
          "no whole hours: "
              + Instant.ofEpochMilli(fromMillis)
              + " to "
              + Instant.ofEpochMilli(toMillis));
    }
  }

  /**
   * The hours that have any of this time.
   *
   * @throws IllegalArgumentException if the time is empty
   */
  public static HourRange covering(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("no time from " + from + " to " + to);
    }
    return new HourRange(
        Periods.hourOf(from.toEpochMilli()),
        Periods.hourOf(to.toEpochMilli() + Periods.HOUR_MILLIS - 1));
  }

  /** The first millisecond of each, in order. */
  public List<Long> hours() {
    List<Long> hours = new ArrayList<>();
    for (long hour = fromMillis; hour < toMillis; hour += Periods.HOUR_MILLIS) {
      hours.add(hour);
    }
    return hours;
  }

  /** The same hours, at most so many in each. */
  public List<HourRange> cut(int most) {
    List<HourRange> parts = new ArrayList<>();
    long step = most * Periods.HOUR_MILLIS;
    for (long from = fromMillis; from < toMillis; from += step) {
      parts.add(new HourRange(from, Math.min(toMillis, from + step)));
    }
    return parts;
  }

  /** Those hours, as few ranges as it takes. */
  public static List<HourRange> ofHours(Iterable<Long> inOrder) {
    List<HourRange> ranges = new ArrayList<>();
    for (long hour : inOrder) {
      int last = ranges.size() - 1;
      long end = hour + Periods.HOUR_MILLIS;
      if (last >= 0 && ranges.get(last).toMillis() == hour) {
        ranges.set(last, new HourRange(ranges.get(last).fromMillis(), end));
      } else {
        ranges.add(new HourRange(hour, end));
      }
    }
    return ranges;
  }

  @Override
  public String toString() {
    return Instant.ofEpochMilli(fromMillis) + ".." + Instant.ofEpochMilli(toMillis);
  }
}
