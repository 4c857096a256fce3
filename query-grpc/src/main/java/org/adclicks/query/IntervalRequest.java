package org.adclicks.query;

import java.time.Duration;
import java.time.Instant;
import org.adclicks.proto.store.Periods;

/**
 * The {@code from} and {@code to} of a request with the defaults that hold for it.
 *
 * <p>Without {@code to} the interval ends with the newest whole minute before as_of; without {@code
 * from} it is as long as {@code defaultLength}.
 */
record IntervalRequest(String from, String to, Duration defaultLength) {

  /**
   * The whole minutes meant.
   *
   * <p>Errors: {@link InvalidRequestException} naming from or to; {@link NothingCountedException}
   * if as_of is needed and there is none.
   */
  MinuteInterval resolve(Progress progress, Duration longest) {
    long toMillis =
        to.isBlank()
            ? Periods.minuteOf(progress.requireAsOfMillis())
            : MinuteInterval.ceilToMinute(PointInTime.parse("to", to));
    long fromMillis =
        from.isBlank()
            ? toMillis - defaultLength.toMillis()
            : Periods.minuteOf(PointInTime.parse("from", from));
    if (fromMillis >= toMillis) {
      throw new InvalidRequestException("from", "must be before to" + whereToIs(toMillis));
    }
    MinuteInterval interval = new MinuteInterval(fromMillis, toMillis);
    if (interval.length().compareTo(longest) > 0) {
      throw new InvalidRequestException(
          "from", "may be at most " + readable(longest) + " before to for this question");
    }
    return interval;
  }

  private String whereToIs(long toMillis) {
    return to.isBlank() ? ", which is as_of without one: " + Instant.ofEpochMilli(toMillis) : "";
  }

  private static String readable(Duration duration) {
    return duration.toDays() > 1 ? duration.toDays() + " days" : duration.toHours() + " hours";
  }
}
