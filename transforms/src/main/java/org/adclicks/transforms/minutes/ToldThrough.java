package org.adclicks.transforms.minutes;

import java.io.Serializable;

/**
 * How far an attempt before this one has told that all is complete: readers believe it, while this
 * one does it again from a checkpoint and meets the same clicks in another order.
 */
public interface ToldThrough extends Serializable {

  /** Nobody told anything before. */
  ToldThrough NOTHING = () -> Long.MIN_VALUE;

  /** In milliseconds since 1970 of event time. Asked now and then; may take a while. */
  long millis();
}
