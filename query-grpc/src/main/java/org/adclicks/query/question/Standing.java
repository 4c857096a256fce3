package org.adclicks.query.question;

import org.adclicks.proto.store.FinalStretches;
import org.adclicks.v1.MinuteState;

/**
 * How minutes stand: which are there whole, and which can change no more.
 *
 * @param asOfMillis what ends at or before it is whole; {@link Long#MIN_VALUE} for nothing
 */
public record Standing(long asOfMillis, FinalStretches finals) {

  /** Nothing has been counted yet. */
  public static final Standing NONE = new Standing(Long.MIN_VALUE, FinalStretches.NONE);

  /** The state of all of an interval, restatements aside. */
  public MinuteState state(MinuteInterval interval) {
    return state(interval.fromMillis(), interval.toMillis());
  }

  /** The same of a time from one millisecond to another. */
  public MinuteState state(long fromMillis, long toMillis) {
    if (toMillis > asOfMillis) {
      return MinuteState.OPEN;
    }
    return finals.isFinal(fromMillis, toMillis) ? MinuteState.FINAL : MinuteState.CLOSED;
  }
}
