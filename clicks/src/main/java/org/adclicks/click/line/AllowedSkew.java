package org.adclicks.click.line;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.adclicks.click.Click;
import org.adclicks.click.Rejection;
import org.adclicks.v1.RejectionReason;

/**
 * Which click times are believed: how far one may be ahead of its arrival before it is taken for a
 * broken clock, and how old before it is taken for no time in milliseconds. The source (which must
 * not let such a click move its watermark) and the parser (which rejects it) ask the same question
 * here.
 *
 * <p>Units: milliseconds.
 *
 * @param earliestMillis a click before this is rejected; milliseconds since 1970
 */
public record AllowedSkew(long millis, long earliestMillis) implements Serializable {

  /** The year 2000: seconds, and dates written in digits, all look older as milliseconds. */
  public static final long DEFAULT_EARLIEST_MILLIS = 946_684_800_000L;

  /** Clicks of the year 2000 and later. */
  public AllowedSkew(long millis) {
    this(millis, DEFAULT_EARLIEST_MILLIS);
  }

  /** Why the click is rejected, or nothing if its timestamp is fine. */
  public Optional<Rejection> check(Click click, long arrivalMillis) {
    long time = click.clickTimestampMillis();
    long ahead = time - arrivalMillis;
    if (ahead <= millis && time >= earliestMillis) {
      return Optional.empty();
    }
    return Optional.of(ahead > millis ? future(time, ahead) : ancient(time));
  }

  private static Rejection future(long time, long ahead) {
    return new Rejection(
        RejectionReason.FUTURE_TIMESTAMP,
        "click_timestamp is "
            + ahead / 1000
            + " s ahead of the line's arrival"
            + TimestampMisreading.hint(time));
  }

  private Rejection ancient(long time) {
    return new Rejection(
        RejectionReason.ANCIENT_TIMESTAMP,
        "click_timestamp "
            + time
            + " is "
            + Instant.ofEpochMilli(time)
            + ", before "
            + Instant.ofEpochMilli(earliestMillis)
            + TimestampMisreading.hint(time));
  }
}
