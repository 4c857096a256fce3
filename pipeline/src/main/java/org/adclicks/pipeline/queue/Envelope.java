package org.adclicks.pipeline.queue;

import com.google.protobuf.Message;
import java.io.Serializable;

/** How a kind of aggregates travels in the queue. */
interface Envelope<T> extends Serializable {

  /** Those of one key stay in order. */
  String keyOf(T element);

  Message messageOf(T element);

  /**
   * Whether it corrects a minute that has closed, or that an attempt before has told to be.
   *
   * @param stampMillis the watermark at which its clicks were let through, if they came late
   */
  default boolean isCorrection(T element, long stampMillis) {
    return false;
  }

  /** Whether an attempt before this one may have sent another of the same row. */
  default boolean isResent(T element) {
    return false;
  }
}
