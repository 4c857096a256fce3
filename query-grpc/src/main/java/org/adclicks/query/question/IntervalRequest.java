package org.adclicks.query.question;

import java.time.Duration;
import java.time.Instant;
import org.adclicks.proto.store.Periods;

/**
 * The {@code from} and {@code to} of a request with the defaults that hold for it.
 *
 * <p>Without {@code to} the interval ends with the newest whole minute before as_of, or with the
 * newest of all where open ones are meant; without {@code from} it is as long as {@code
 * defaultLength}, or begins where the data does if that is later.
 */
public record IntervalRequest(String from, String to, Duration defaultLength) {

  /**
   * The whole minutes meant, of data that begins at {@code dataFromMillis}.
   *
   * <p>Errors: {@link InvalidRequestException} naming from or to; {@link NothingCountedException}
   * if as_of is needed and there is none.
   */
  public MinuteInterval resolve(Progress progress, long dataFromMillis, Duration longest) {
    return to.isBlank()
        ? endingAt(Periods.minuteOf(progress.requireAsOfMillis()), "as_of", dataFromMillis, longest)
        : endingAt(namedTo(), "", dataFromMillis, longest);
  }

  /** The same where minutes still open are meant, the newest of which ends then. */
  public MinuteInterval resolveOpen(long newestMillis, long dataFromMillis, Duration longest) {
    return to.isBlank()
        ? endingAt(newestMillis, "the end of the newest minute", dataFromMillis, longest)
        : endingAt(namedTo(), "", dataFromMillis, longest);
  }

  private long namedTo() {
    return Periods.ceilToMinute(PointInTime.parse("to", to));
  }

  /**
   * @param defaultTo what the end is, if it is not named
   */
  private MinuteInterval endingAt(
      long toMillis, String defaultTo, long dataFromMillis, Duration longest) {
    long fromMillis =
        from.isBlank()
            ? defaultFrom(toMillis, dataFromMillis)
            : Periods.minuteOf(PointInTime.parse("from", from));
    if (fromMillis >= toMillis) {
      String where =
          to.isBlank()
              ? ", which is " + defaultTo + " without one: " + Instant.ofEpochMilli(toMillis)
              : "";
      throw new InvalidRequestException("from", "must be before to" + where);
    }
    MinuteInterval interval = new MinuteInterval(fromMillis, toMillis);
    if (interval.length().compareTo(longest) > 0) {
      throw new InvalidRequestException(
          "from", "may be at most " + readable(longest) + " before to for this question");
    }
    return interval;
  }

  /** Fails as {@link #resolve} would, as far as that can be told without asking the store. */
  public void requireReadable(Duration longest) {
    if (!from.isBlank() && !to.isBlank()) {
      resolve(Progress.NONE, Long.MIN_VALUE, longest);
    } else if (!from.isBlank()) {
      PointInTime.parse("from", from);
    } else if (!to.isBlank()) {
      PointInTime.parse("to", to);
    }
  }

  private long defaultFrom(long toMillis, long dataFromMillis) {
    if (to.isBlank() && toMillis <= dataFromMillis) {
      throw new NothingCountedException();
    }
    long wanted = toMillis - defaultLength.toMillis();
    return dataFromMillis < toMillis ? Math.max(wanted, dataFromMillis) : wanted;
  }

  private static String readable(Duration duration) {
    return duration.toDays() > 1 ? duration.toDays() + " days" : duration.toHours() + " hours";
  }
}
