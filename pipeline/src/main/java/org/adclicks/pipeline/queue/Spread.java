package org.adclicks.pipeline.queue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Over how many partitions records are spread: as many as the topic has, or a mark would say of a
 * partition what its sender does not know of, or one that is missing would hold everything.
 *
 * <p>What lay there when reading began may be of a sender that knew fewer: its marks are missing in
 * the partitions that came later, which hold until a sender that knows them has told of them.
 */
final class Spread {

  private static final Logger LOG = LoggerFactory.getLogger(Spread.class);

  private final String topic;
  private final int count;
  private final Map<Integer, Long> firstEnds = new HashMap<>();
  private boolean isTold;

  /**
   * Of a topic.
   *
   * @param count of its partitions when reading began
   */
  Spread(String topic, int count) {
    this.topic = topic;
    this.count = count;
  }

  /** The partition ends there; what lies before the first end that was seen was there already. */
  void ends(int partition, long offset) {
    firstEnds.putIfAbsent(partition, offset);
  }

  /**
   * Looks at the topic as it is.
   *
   * @throws IOException if it has more partitions than when reading began
   */
  void checkTopic(Set<Integer> partitions) throws IOException {
    if (partitions.size() != count) {
      throw new IOException(
          "topic %s has %d partitions now and had %d when reading began: %s"
              .formatted(topic, partitions.size(), count, remedy()));
    }
  }

  /**
   * Looks at what a record says.
   *
   * @throws IOException if it is of a sender that spreads over another number of partitions
   */
  void check(ConsumerRecord<?, ?> record, int declared) throws IOException {
    if (declared == count) {
      return;
    }
    Long firstEnd = firstEnds.get(record.partition());
    if (declared > count || (firstEnd != null && record.offset() >= firstEnd)) {
      throw new IOException(
          "topic %s has %d partitions, its records are spread over %d (offset %d of partition %d): %s"
              .formatted(topic, count, declared, record.offset(), record.partition(), remedy()));
    }
    if (!isTold) {
      isTold = true;
      LOG.warn(
          "Topic {} has {} partitions, and records that were left in it are spread over {}: nothing"
              + " more is complete before the stream was started again since",
          topic,
          count,
          declared);
    }
  }

  private static String remedy() {
    return "stop the stream and start it again (it asks for the number when it starts), then the"
        + " store";
  }
}
