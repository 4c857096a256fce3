package org.adclicks.benchmarks.harm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.OnAndOn;
import org.adclicks.localstack.Endpoints;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Two partitions more for the clicks topic: the first gets a few clicks all the time, the second
 * nothing but junk, and much more of it.
 */
public final class AddedPartitions implements Companion {

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int JUNK_PER_CLICK = 20;

  private final int clicksPartition;
  private final KafkaProducer<byte[], byte[]> producer;
  private final OnAndOn sender;
  private long sent;

  private AddedPartitions(int clicksPartition, KafkaProducer<byte[], byte[]> producer) {
    this.clicksPartition = clicksPartition;
    this.producer = producer;
    this.sender = OnAndOn.start("added-partitions", PAUSE, this::send);
  }

  /** As a {@link Harm}: the two are there, and sent to until the end. */
  public static void happen(Scene scene) {
    scene.accompany(add(scene.stack().endpoints()));
  }

  /** Adds the two. */
  private static AddedPartitions add(Endpoints endpoints) {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, endpoints.kafkaBootstrap()))) {
      String topic = Endpoints.CLICKS_TOPIC;
      int before =
          admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
              .mapToInt(description -> description.partitions().size())
              .sum();
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(before + 2))).all().get();
      return to(endpoints, before);
    } catch (ExecutionException e) {
      throw new BenchmarkFailure("partitions could not be added: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }

  @Override
  public AddedPartitions movedTo(Endpoints endpoints) {
    return to(endpoints, clicksPartition);
  }

  private static AddedPartitions to(Endpoints endpoints, int clicksPartition) {
    return new AddedPartitions(
        clicksPartition,
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                endpoints.kafkaBootstrap(),
                ProducerConfig.ACKS_CONFIG,
                "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer()));
  }

  private void send() {
    String click =
        String.format(
            "{\"ad_id\":\"added-%d\",\"click_timestamp\":\"%s\",\"user_id\":\"a%d\","
                + "\"ip\":\"198.51.100.7\",\"country\":\"FR\"}",
            sent % 10, Instant.now(), sent);
    put(clicksPartition, click);
    for (int i = 0; i < JUNK_PER_CLICK; i++) {
      put(clicksPartition + 1, "junk " + sent + " " + i);
    }
    sent++;
  }

  // What was not acknowledged may or may not be in the queue: the queue is read back to know.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void put(int partition, String line) {
    producer.send(
        new ProducerRecord<>(
            Endpoints.CLICKS_TOPIC, partition, null, line.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    sender.close();
    // The launcher may be dead, and Kafka with it: nobody waits for what cannot arrive.
    producer.close(LONGEST_CLOSE);
  }
}
