package org.adclicks.pipeline;

import com.google.common.util.concurrent.Futures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.adclicks.pipeline.source.Heartbeat;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends lines to the first partitions of a topic in turn. */
final class LogShipper implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;
  private long sent;
  private final List<Future<RecordMetadata>> unconfirmed = new ArrayList<>();

  LogShipper(String bootstrapServers, String topic, int partitions) {
    this.producer =
        new KafkaProducer<>(
            Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.topic = topic;
    this.partitions = partitions;
  }

  /** Returns where each line lies. */
  List<RecordMetadata> send(List<String> lines) {
    for (String line : lines) {
      int partition = (int) (sent++ % partitions);
      send(new ProducerRecord<>(topic, partition, null, line.getBytes(StandardCharsets.UTF_8)));
    }
    return flush();
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    unconfirmed.add(producer.send(record));
  }

  private List<RecordMetadata> flush() {
    producer.flush();
    List<RecordMetadata> places = unconfirmed.stream().map(Futures::getUnchecked).toList();
    unconfirmed.clear();
    return places;
  }

  /** Says in every used partition that no click before this time will come. */
  void heartbeat(long millis) {
    for (int partition = 0; partition < partitions; partition++) {
      send(Heartbeat.to(topic, partition, millis));
    }
    flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
