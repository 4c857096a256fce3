package org.adclicks.pipeline.kafka;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of records that are gone before they were read: who reads is refused, or goes on
 * where settings say so, and the next batch tells.
 *
 * <p>State: of which partitions the next batch is to tell. Not thread-safe. Errors: {@link
 * KafkaException} that says how to go on. Source: docs/decisions/0046.
 */
final class LostRecords {

  private static final Logger LOG = LoggerFactory.getLogger(LostRecords.class);

  private final String topic;
  private final TopicUse use;
  private final boolean arePassedOver;
  private final Set<Integer> untold = new TreeSet<>();

  LostRecords(TopicSettings settings, TopicUse use) {
    this.topic = settings.name();
    this.use = use;
    this.arePassedOver = settings.skipsDeleted();
  }

  /** A new partition does not begin with its first record, if that is not to be minded. */
  void beginsLate(int partition, long first) {
    if (use.isBeginningNeeded()) {
      deleted(partition, 0, first);
      return;
    }
    LOG.warn("{}-{} begins with offset {}. {}", topic, partition, first, use.toMend());
    untold.add(partition);
  }

  /** Retention was shorter than the time until these were read. */
  void deleted(int partition, long offset, long first) {
    String records = "%s-%d from offset %d to %d".formatted(topic, partition, offset, first - 1);
    require(records, null);
    LOG.error("Deleted before they were read: {}. {}", records, use.toMend());
    untold.add(partition);
  }

  /** A partition ends before what was to be read of it next. */
  void cutOff(int partition, long offset) {
    LOG.error(
        "{}-{} has lost what it had before offset {}: it is read anew. {}",
        topic,
        partition,
        offset,
        use.toMend());
    untold.add(partition);
  }

  /** Offsets of the topic that was are none of this one, though it may have records there. */
  void madeAnew(Collection<Integer> partitions, boolean whileItReads) {
    if (whileItReads || !arePassedOver) {
      throw new KafkaException(
          unreadable("all that was left of " + topic)
              + ". If it is a copy with the same offsets, say --copiedTopic=true");
    }
    LOG.error(
        "Topic {} was made anew: it is read from its beginning, and what was left of the one before"
            + " is not. {}",
        topic,
        use.toMend());
    untold.addAll(partitions);
  }

  /** Fails unless these may be passed over. */
  void require(String records, @Nullable Throwable cause) {
    if (!arePassedOver) {
      throw new KafkaException(unreadable(records), cause);
    }
  }

  boolean areTold() {
    return untold.isEmpty();
  }

  /** The partitions to tell of; once they are handed over there are none. */
  Set<Integer> take() {
    Set<Integer> taken = Set.copyOf(untold);
    untold.clear();
    return taken;
  }

  private String unreadable(String records) {
    return "records were deleted before they were read, or the topic was made anew: "
        + records
        + ". "
        + use.toGoOn();
  }
}
