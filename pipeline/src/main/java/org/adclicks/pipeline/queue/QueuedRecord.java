package org.adclicks.pipeline.queue;

import com.google.protobuf.ByteString;

/**
 * A record of the topic of aggregates, as it lies there.
 *
 * @param type full name of the protobuf message the value is
 * @param isCorrection whether it corrects one that was sent when its minute closed
 * @param isResent whether it may have been sent before
 * @param value the message's bytes
 */
public record QueuedRecord(
    int partition,
    long offset,
    String type,
    boolean isCorrection,
    boolean isResent,
    ByteString value) {

  @Override
  public String toString() {
    return "%s at %d of partition %d, %d bytes".formatted(type, offset, partition, value.size())
        + (isCorrection ? ", a correction" : "")
        + (isResent ? ", resent" : "");
  }
}
