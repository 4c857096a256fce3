package org.adclicks.benchmarks.harm;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.localstack.Endpoints;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** All kinds of {@link Junk} in all partitions of the clicks topic, again and again for so long. */
public record Poison(Duration time) implements Harm {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String LARGEST = String.valueOf(16 << 20);

  @Override
  public void happen(Scene scene) {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            scene.stack().endpoints().kafkaBootstrap(),
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            LARGEST);
    Random random = new Random(time.toMillis());
    long sent = 0;
    AtomicLong taken = new AtomicLong();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      int partitions = producer.partitionsFor(Endpoints.CLICKS_TOPIC).size();
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        for (Junk junk : Junk.all(random)) {
          send(producer, junk.to(Endpoints.CLICKS_TOPIC, random.nextInt(partitions)), taken);
          sent++;
        }
        scene.pass(PAUSE);
      }
    }
    scene.say(sent + " messages of junk sent, " + taken + " of them taken");
    if (taken.get() < sent / 2) {
      throw new BenchmarkFailure("most junk did not get into the queue");
    }
  }

  // What was not acknowledged may or may not be in the queue: the queue is read back to know.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      ProducerRecord<byte[], byte[]> record,
      AtomicLong taken) {
    producer.send(
        record,
        (place, refused) -> {
          if (refused == null) {
            taken.incrementAndGet();
          }
        });
  }
}
