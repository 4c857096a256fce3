package org.adclicks.transforms.minutes;

import java.io.Serializable;
import org.adclicks.proto.store.Periods;

/**
 * How far an attempt before this one has told that all is complete: readers believe it, while this
 * one does it again from a checkpoint and meets the same clicks in another order.
 */
public interface ToldThrough extends Serializable {

  /**
   * What is older is not told from what is new: after a return to a checkpoint of long ago it would
   * be too much to keep.
   */
  long LONGEST_REPEATED_MILLIS = 5 * Periods.MINUTE_MILLIS;

  /** Nobody told anything before. */
  ToldThrough NOTHING = () -> Long.MIN_VALUE;

  /** In milliseconds since 1970 of event time. Asked now and then; may take a while. */
  long millis();

  /** Whether what is stamped so is done again, and readers may believe what was there before. */
  default boolean repeats(long stampMillis) {
    long through = millis();
    return stampMillis < through && through - stampMillis <= LONGEST_REPEATED_MILLIS;
  }
}
