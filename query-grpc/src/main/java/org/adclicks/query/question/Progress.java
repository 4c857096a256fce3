package org.adclicks.query.question;

import com.google.protobuf.Timestamp;
import java.util.Optional;

/**
 * How far the store is complete: everything before {@code asOfMillis} is in it, and what streams
 * count that do not say so themselves changes only by a recompute before {@code
 * finalThroughMillis}. Hours and days that end at or before {@code rolledUpThroughMillis} have
 * their roll-ups. Hours were restated last at {@code restatedMillis}, by the clock of who did it.
 *
 * <p>Units: milliseconds since 1970; {@link Long#MIN_VALUE} for not yet.
 */
public record Progress(
    long asOfMillis, long finalThroughMillis, long rolledUpThroughMillis, long restatedMillis) {

  public static final Progress NONE =
      new Progress(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

  /**
   * As of when an answer without an interval is meant.
   *
   * @throws NothingCountedException if nothing has been counted yet
   */
  public long requireAsOfMillis() {
    if (asOfMillis == Long.MIN_VALUE) {
      throw new NothingCountedException();
    }
    return asOfMillis;
  }

  public Optional<Timestamp> asOf() {
    return asOfMillis == Long.MIN_VALUE ? Optional.empty() : Optional.of(ProtoTime.of(asOfMillis));
  }

  /** Whether any hour ever was restated. */
  public boolean hasRestated() {
    return restatedMillis != Long.MIN_VALUE;
  }
}
