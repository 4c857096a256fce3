package org.adclicks.query.store;

import java.util.Objects;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;

/**
 * A part of an interval whose clicks one pipeline has written.
 *
 * @param span all that it has written
 */
record ClickStretch(MinuteInterval part, CountedSpan span) {

  ClickBuckets buckets() {
    return Objects.requireNonNull(span.buckets());
  }

  /** Whether the clicks of an hour are by hour, too. */
  boolean isRewritten(long hourMillis) {
    return span.hasWritten(KeptPart.CLICKS, hourMillis + Periods.HOUR_MILLIS);
  }
}
