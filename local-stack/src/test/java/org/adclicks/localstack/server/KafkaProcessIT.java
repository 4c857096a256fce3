package org.adclicks.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.adclicks.localstack.process.FreePort;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaProcessIT {

  private static final TopicPartition CLICKS = new TopicPartition("clicks", 2);

  @TempDir Path stateDir;

  @Test
  void keepsTopicsAndRecordsOverARestartAndStampsThemByArrival() throws Exception {
    long yearsAgo = 1_000_000_000_000L;
    int firstPort;
    try (KafkaProcess kafka = KafkaProcess.start(stateDir)) {
      firstPort = kafka.port();
      kafka.createTopics(Topic.byArrival("clicks", 3));
      kafka.createTopics(Topic.byArrival("clicks", 3), Topic.byArrival("clicks-rejected", 1));
      try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
        producer
            .send(new ProducerRecord<>("clicks", 2, yearsAgo, null, bytes("an old click")))
            .get();
      }
    }
    assertThat(FreePort.isServed(firstPort)).isFalse();

    try (KafkaProcess kafka = KafkaProcess.start(stateDir)) {
      ConsumerRecord<byte[], byte[]> record = onlyRecord(kafka);
      assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("an old click");
      assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
      assertThat(record.timestamp()).isGreaterThan(yearsAgo);
    }
  }

  private static ConsumerRecord<byte[], byte[]> onlyRecord(KafkaProcess kafka) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(CLICKS));
      List<ConsumerRecord<byte[], byte[]>> records =
          consumer.poll(Duration.ofSeconds(30)).records(CLICKS);
      assertThat(records).hasSize(1);
      return records.get(0);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(KafkaProcess kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
