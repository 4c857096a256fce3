package org.adclicks.pipeline.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.access.KafkaRefusal;
import org.adclicks.access.SettingsFileException;
import org.adclicks.pipeline.source.Heartbeat;
import org.adclicks.pipeline.source.RawLineDeserializer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines to the clicks topic, in small groups from partition to partition so that all of them
 * advance together. Record timestamps are left to the broker.
 *
 * <p>Errors: {@link CommandFailure} in one line, as soon as Kafka has refused a record for good.
 */
public final class ClickSender implements AutoCloseable {

  private static final int MAX_LINES_PER_GROUP = 500;
  private static final int MAX_BLOCK_MILLIS = 20_000;
  private static final String OPTION = "--kafka-config";

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;
  private final boolean isTopicEmpty;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private int linesPerGroup = MAX_LINES_PER_GROUP;
  private int partition;
  private int linesInGroup;

  private ClickSender(
      KafkaProducer<byte[], byte[]> producer, String topic, int partitions, boolean isTopicEmpty) {
    this.producer = producer;
    this.topic = topic;
    this.partitions = partitions;
    this.isTopicEmpty = isTopicEmpty;
  }

  /** Connects to a topic of a Kafka that is open to everybody. */
  public static ClickSender connect(String bootstrapServers, String topic) throws CommandFailure {
    return connect(bootstrapServers, topic, null);
  }

  /**
   * Connects to a topic that is there.
   *
   * @param configFile of Kafka's own settings; null for none
   */
  public static ClickSender connect(
      String bootstrapServers, String topic, @Nullable Path configFile) throws CommandFailure {
    KafkaConfigFile config = read(configFile);
    Map<String, Object> settings = new HashMap<>(config.producer());
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    KafkaProducer<byte[], byte[]> producer;
    try {
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw CommandFailure.usage(unreachable(bootstrapServers, topic, configFile, e));
    }
    try {
      int partitions = producer.partitionsFor(topic).size();
      return new ClickSender(producer, topic, partitions, isEmpty(bootstrapServers, config, topic));
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      producer.close(Duration.ZERO);
      throw CommandFailure.work(unreachable(bootstrapServers, topic, configFile, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      producer.close(Duration.ZERO);
      throw CommandFailure.work("interrupted while connecting to Kafka");
    }
  }

  /**
   * In a new topic a partition still empty holds no watermark back. Old lines go to all of them, so
   * all are opened before the first line: none may be taken for unused when others run ahead. Not
   * for lines without a click: of them nothing would ever be answered.
   */
  public ClickSender openingNewTopic() throws CommandFailure {
    if (isTopicEmpty) {
      sendHeartbeats(0);
      flush();
    }
    return this;
  }

  private static KafkaConfigFile read(@Nullable Path configFile) throws CommandFailure {
    try {
      KafkaConfigFile config = KafkaConfigFile.read(configFile);
      if (!config.forbidden().isEmpty()) {
        throw CommandFailure.usage(
            OPTION + " has " + config.forbidden() + ", which is not to be set");
      }
      return config;
    } catch (SettingsFileException e) {
      throw CommandFailure.usage(OPTION + " " + e.getMessage());
    }
  }

  private static boolean isEmpty(String bootstrapServers, KafkaConfigFile config, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, Object> settings = new HashMap<>(config.admin());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      return TopicLook.at(admin, topic).showsEmptyTopic();
    }
  }

  /** How many lines a partition gets before it is the next one's turn. Default and most: 500. */
  public ClickSender withLinesPerGroup(int lines) {
    linesPerGroup = Math.min(MAX_LINES_PER_GROUP, lines);
    return this;
  }

  /**
   * Sends one line's bytes.
   *
   * @param lineLength of the whole line, where the bytes are only its beginning
   */
  public void send(byte[] bytes, long lineLength) throws CommandFailure {
    if (linesInGroup >= linesPerGroup) {
      linesInGroup = 0;
      partition = (partition + 1) % partitions;
    }
    linesInGroup++;
    ProducerRecord<byte[], byte[]> line = new ProducerRecord<>(topic, partition, null, bytes);
    if (lineLength > bytes.length) {
      line.headers()
          .add(
              RawLineDeserializer.LINE_LENGTH_HEADER,
              Long.toString(lineLength).getBytes(StandardCharsets.US_ASCII));
    }
    send(line);
  }

  /** Tells every partition that nothing older comes any more. */
  public void sendHeartbeats(long millis) throws CommandFailure {
    for (int i = 0; i < partitions; i++) {
      send(Heartbeat.to(topic, i, millis));
    }
  }

  /** Returns when Kafka has all that was sent. */
  public void flush() throws CommandFailure {
    producer.flush();
    throwFailure();
  }

  @Override
  public void close() {
    producer.close(Duration.ofMillis(MAX_BLOCK_MILLIS));
  }

  // The callback hears of what the future would tell.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(ProducerRecord<byte[], byte[]> message) throws CommandFailure {
    throwFailure();
    try {
      producer.send(
          message,
          (metadata, e) -> {
            if (e != null) {
              failure.compareAndSet(null, e);
            }
          });
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  private void throwFailure() throws CommandFailure {
    Exception e = failure.get();
    if (e != null) {
      throw refused(e);
    }
  }

  private CommandFailure refused(Exception e) {
    return CommandFailure.work(
        "Kafka did not take a line for topic " + topic + ": " + CommandFailure.reason(e));
  }

  private static String unreachable(
      String bootstrapServers, String topic, @Nullable Path configFile, Exception e) {
    return KafkaRefusal.of(e, bootstrapServers, OPTION)
        .orElse(
            "Kafka at "
                + bootstrapServers
                + " cannot be reached, or has no topic "
                + topic
                + ": "
                + KafkaRefusal.innermost(e)
                + (configFile == null
                    ? " (if it wants TLS or a user, " + OPTION + " must name a file with them)"
                    : ""));
  }
}
