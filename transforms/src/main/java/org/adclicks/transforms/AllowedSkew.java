package org.adclicks.transforms;

import java.io.Serializable;
import java.util.Optional;
import org.adclicks.v1.RejectionReason;

/**
 * How far a click's timestamp may be ahead of its arrival before it is taken for a broken clock.
 * The source (which must not let such a click move its watermark) and the parser (which rejects it)
 * ask the same question here.
 *
 * <p>Units: milliseconds.
 */
public record AllowedSkew(long millis) implements Serializable {

  /** Why the click is rejected, or nothing if its timestamp is fine. */
  public Optional<Rejection> check(Click click, long arrivalMillis) {
    long ahead = click.clickTimestampMillis() - arrivalMillis;
    if (ahead <= millis) {
      return Optional.empty();
    }
    return Optional.of(
        new Rejection(
            RejectionReason.FUTURE_TIMESTAMP,
            "click_timestamp is " + ahead / 1000 + " s ahead of the line's arrival"));
  }
}
