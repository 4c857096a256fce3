package org.adclicks.pipeline.source;

import org.adclicks.pipeline.kafka.EndLook;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** How far one partition has been read, and its time. */
final class PartitionProgress {

  // Until something was read, a line as the load is planned for.
  private static final double USUAL_BYTES = 100;
  private static final double WEIGHT_OF_NEWEST = 0.001;

  private final int partition;
  private final PartitionClock clock;
  private long nextOffset;
  private double averageBytes = USUAL_BYTES;
  private long offsetAtLook = Long.MIN_VALUE;
  private long movedMillis;
  private long newestLookMillis;

  /** What is to be read until the partition counts as seen through the look's time. */
  private @Nullable EndLook pending;

  private PartitionProgress(int partition, long nextOffset, PartitionClock clock) {
    this.partition = partition;
    this.nextOffset = nextOffset;
    this.clock = clock;
  }

  static PartitionProgress startedAt(long nowMillis, WatermarkRule rule, int partition) {
    return new PartitionProgress(
        partition, PartitionMark.FROM_THE_BEGINNING, PartitionClock.startedAt(nowMillis, rule));
  }

  static PartitionProgress restoredAt(long nowMillis, WatermarkRule rule, PartitionMark mark) {
    return new PartitionProgress(
        mark.partition(), mark.nextOffset(), PartitionClock.restoredAt(nowMillis, rule, mark));
  }

  PartitionClock clock() {
    return clock;
  }

  long nextOffset() {
    return nextOffset;
  }

  void isRead(ConsumerRecord<byte[], byte[]> record) {
    nextOffset = record.offset() + 1;
    int bytes = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    averageBytes += (bytes - averageBytes) * WEIGHT_OF_NEWEST;
  }

  /** Nothing readable is left before this offset. */
  void isReadUpTo(long offset) {
    nextOffset = offset;
    checkPending();
  }

  /**
   * Takes note of a look at the partition's end, unless an earlier one is yet to be reached. One
   * that is nearer than that says that the earlier never will be: the topic was made anew.
   */
  void ends(EndLook look) {
    EndLook earlier = pending;
    if (look.askedMillis() > clock.seenThroughMillis()
        && (earlier == null || look.endOffset() < earlier.endOffset())) {
      pending = look;
    }
    if (nextOffset != offsetAtLook) {
      offsetAtLook = nextOffset;
      movedMillis = look.askedMillis();
    }
    newestLookMillis = look.askedMillis();
    checkPending();
  }

  /**
   * How long nothing more could be read though there is more, as far as looks tell: a transaction
   * is open, or the broker gives nothing.
   */
  long stuckMillis() {
    return pending == null ? 0 : newestLookMillis - movedMillis;
  }

  /** About how much is left before that end. */
  long backlogBytes(EndLook end) {
    return (long) (Math.max(0, end.endOffset() - Math.max(0, nextOffset)) * averageBytes);
  }

  PartitionMark mark() {
    return new PartitionMark(partition, nextOffset, clock.timeMillis(), clock.quietMillis());
  }

  private void checkPending() {
    EndLook look = pending;
    if (look != null && nextOffset >= look.endOffset()) {
      pending = null;
      clock.seenThrough(look.askedMillis());
    }
  }
}
