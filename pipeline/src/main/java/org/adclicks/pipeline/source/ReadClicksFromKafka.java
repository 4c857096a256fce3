package org.adclicks.pipeline.source;

import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.adclicks.transforms.AllowedSkew;
import org.adclicks.transforms.LogLine;
import org.adclicks.transforms.LogLineCoder;
import org.adclicks.transforms.Origin;
import org.adclicks.transforms.RawLine;
import org.adclicks.transforms.RawLineCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Duration;

/**
 * Reads click log lines from a Kafka topic, one record a line, with a watermark made from the
 * clicks' own times ({@link ClickTimestampPolicy}).
 *
 * <p>Shape: {@code PBegin} -> {@code PCollection<LogLine>}, unbounded; an accepted click's element
 * timestamp is its click time. Records without a value (heartbeats) yield nothing.
 *
 * <p>State: offsets and watermarks live in the engine's checkpoints and nowhere else. A start
 * without a checkpoint reads the topic from its beginning: a committed offset would say "read", not
 * "counted", and what was counted but not yet written would be lost with it. Reading again does no
 * harm, since every total is absolute and versioned.
 */
public final class ReadClicksFromKafka extends PTransform<PBegin, PCollection<LogLine>> {

  private static final long serialVersionUID = 1L;
  private static final int MAX_POLL_RECORDS = 5_000;

  /** Some hundred lines, or what came in a quarter of a second: fewer requests to the broker. */
  private static final int FETCH_MIN_BYTES = 64 * 1024;

  private static final int FETCH_MAX_WAIT_MILLIS = 250;

  private final String bootstrapServers;
  private final String topic;
  private final Duration watermarkDelay;
  private final Duration allowedSkew;
  private final HashMap<String, Object> consumerSettings;

  private ReadClicksFromKafka(
      String bootstrapServers,
      String topic,
      Duration watermarkDelay,
      Duration allowedSkew,
      Map<String, Object> consumerSettings) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.watermarkDelay = watermarkDelay;
    this.allowedSkew = allowedSkew;
    this.consumerSettings = new HashMap<>(consumerSettings);
  }

  public static ReadClicksFromKafka fromTopic(String bootstrapServers, String topic) {
    return new ReadClicksFromKafka(
        bootstrapServers,
        topic,
        Duration.standardSeconds(15),
        Duration.standardMinutes(5),
        Collections.emptyMap());
  }

  /** How far the watermark stays behind the newest click. Default: 15 seconds. */
  public ReadClicksFromKafka withWatermarkDelay(Duration delay) {
    return new ReadClicksFromKafka(bootstrapServers, topic, delay, allowedSkew, consumerSettings);
  }

  /**
   * How far a click may be ahead of its arrival and still move the watermark; the same as the
   * parser's. Default: five minutes.
   */
  public ReadClicksFromKafka withAllowedSkew(Duration skew) {
    return new ReadClicksFromKafka(bootstrapServers, topic, watermarkDelay, skew, consumerSettings);
  }

  /** The Kafka consumer's own settings, such as security ones. Default: none. */
  public ReadClicksFromKafka withConsumerSettings(Map<String, Object> settings) {
    return new ReadClicksFromKafka(bootstrapServers, topic, watermarkDelay, allowedSkew, settings);
  }

  @Override
  public PCollection<LogLine> expand(PBegin input) {
    Map<String, Object> settings = new HashMap<>(consumerSettings);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    settings.putIfAbsent(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_MIN_BYTES);
    settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MILLIS);
    Map<String, Object> connection = new HashMap<>(consumerSettings);
    connection.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    WatermarkRule rule =
        new WatermarkRule(watermarkDelay.getMillis(), new AllowedSkew(allowedSkew.getMillis()));
    return input
        .apply(
            "ReadRecords",
            KafkaIO.<byte[], RawLine>read()
                .withBootstrapServers(bootstrapServers)
                .withTopic(topic)
                .withKeyDeserializerAndCoder(
                    ByteArrayDeserializer.class, NullableCoder.of(ByteArrayCoder.of()))
                .withValueDeserializerAndCoder(RawLineDeserializer.class, RawLineCoder.of())
                .withConsumerConfigUpdates(settings)
                .withTimestampPolicyFactory(new ClickTimestampPolicyFactory(connection, rule)))
        .apply("ToLogLine", ParDo.of(new ToLogLineFn()))
        .setCoder(LogLineCoder.of());
  }

  private static final class ToLogLineFn extends DoFn<KafkaRecord<byte[], RawLine>, LogLine> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KafkaRecord<byte[], RawLine> record, OutputReceiver<LogLine> lines) {
      RawLine line = record.getKV().getValue();
      if (line != null && line.bytes().length > 0) {
        Origin origin = new Origin(record.getTopic(), record.getPartition(), record.getOffset());
        lines.output(new LogLine(origin, Arrival.millisOf(record, Clock.systemUTC()), line));
      }
    }
  }
}
