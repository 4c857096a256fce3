package org.adclicks.query.store;

import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;

/**
 * A part of an interval whose clicks one pipeline has written.
 *
 * @param clicks all that it has written
 * @param goesOn whether it is the newest
 */
record ClickStretch(
    MinuteInterval part, MinuteInterval clicks, ClickBuckets buckets, boolean goesOn) {

  /**
   * Whether the hour of a time was written anew as far as it is of this stretch. How long a
   * pipeline that is gone took for it nobody knows, so its last day is read from minutes.
   *
   * @param throughMillis the end of the last hour whose blocks are in these buckets
   */
  boolean isRewritten(long hourMillis, long throughMillis) {
    long end = hourMillis + Periods.HOUR_MILLIS;
    return end <= throughMillis
        && end <= clicks.toMillis() - (goesOn ? 0 : CountedSpans.LAST_MILLIS);
  }
}
