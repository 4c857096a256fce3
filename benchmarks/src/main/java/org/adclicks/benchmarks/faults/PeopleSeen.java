package org.adclicks.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.localstack.Endpoints;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Users and ips of clicks that are in the queue: some of all that have come. */
final class PeopleSeen {

  private static final int KEPT = 2_000;
  private static final int AT_ONCE = 100;
  private static final Duration POLL = Duration.ofSeconds(2);

  private final List<String> filters = new ArrayList<>();
  private final Random random;

  PeopleSeen(Random random) {
    this.random = random;
  }

  /** One of them, as {@link Sighting} names it. Nobody has been seen before {@link #lookAt}. */
  String any() {
    return filters.get(random.nextInt(filters.size()));
  }

  boolean isNobody() {
    return filters.isEmpty();
  }

  /** Meets some more; nobody if the queue is away. */
  void lookAt(Endpoints endpoints) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, endpoints.kafkaBootstrap());
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AT_ONCE);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) POLL.toMillis());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Endpoints.CLICKS_TOPIC).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer
          .endOffsets(partitions)
          .forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - AT_ONCE)));
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        meet(record);
      }
    } catch (KafkaException e) {
      // Away: those met before are asked about.
    }
  }

  private void meet(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() != null
        && new RawLine(record.value()).parsed() instanceof ParsedLine.Accepted accepted) {
      keep(Sighting.ofUser(accepted.click().userId()));
      keep(Sighting.ofIp(accepted.click().ip()));
    }
  }

  private void keep(String filter) {
    if (filters.size() < KEPT) {
      filters.add(filter);
    } else {
      filters.set(random.nextInt(KEPT), filter);
    }
  }
}
