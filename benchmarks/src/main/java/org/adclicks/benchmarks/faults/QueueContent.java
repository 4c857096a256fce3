package org.adclicks.benchmarks.faults;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.localstack.Endpoints;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the whole clicks topic back: what was really sent and when it came, whatever the senders
 * believe.
 */
final class QueueContent {

  private static final Duration POLL = Duration.ofSeconds(1);

  private QueueContent() {}

  /** Writes every line to a file, for the oracle, and notes every click, those of filters too. */
  static MinuteBounds readTo(Path file, Endpoints endpoints, Set<String> filters) {
    MinuteBounds bounds = new MinuteBounds(filters);
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            endpoints.kafkaBootstrap(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        OutputStream lines = new BufferedOutputStream(Files.newOutputStream(file))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Endpoints.CLICKS_TOPIC).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.value() != null) {
            lines.write(record.value());
            lines.write('\n');
            note(record, bounds);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bounds;
  }

  private static void note(ConsumerRecord<byte[], byte[]> record, MinuteBounds bounds) {
    if (new RawLine(record.value()).parsed() instanceof ParsedLine.Accepted accepted) {
      bounds.add(accepted.click(), record.timestamp());
    }
  }
}
