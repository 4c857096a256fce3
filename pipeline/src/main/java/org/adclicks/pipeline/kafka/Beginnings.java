package org.adclicks.pipeline.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a topic's partitions begin, of those that can tell. Errors: Kafka's, but for timeouts. */
final class Beginnings {

  private static final Logger LOG = LoggerFactory.getLogger(Beginnings.class);
  private static final Duration ALL_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ONE_TIMEOUT = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;

  Beginnings(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /** The first offset there is, by partition: asked together, and one by one if one is silent. */
  Map<Integer, Long> of(Collection<Integer> partitions) {
    Map<Integer, Long> found = new TreeMap<>();
    try {
      consumer
          .beginningOffsets(partitions.stream().map(this::at).toList(), ALL_TIMEOUT)
          .forEach((partition, first) -> found.put(partition.partition(), first));
    } catch (TimeoutException e) {
      for (int partition : partitions) {
        of(partition).ifPresent(first -> found.put(partition, first));
      }
    }
    return found;
  }

  private OptionalLong of(int partition) {
    try {
      Long first =
          consumer.beginningOffsets(List.of(at(partition)), ONE_TIMEOUT).get(at(partition));
      return first == null ? OptionalLong.empty() : OptionalLong.of(first);
    } catch (TimeoutException e) {
      LOG.debug("partition {} of {} does not say where it begins", partition, topic, e);
      return OptionalLong.empty();
    }
  }

  private TopicPartition at(int partition) {
    return new TopicPartition(topic, partition);
  }
}
