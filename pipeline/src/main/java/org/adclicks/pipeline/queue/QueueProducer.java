package org.adclicks.pipeline.queue;

import com.google.protobuf.Message;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.pipeline.metrics.QueueMetrics;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.store.OpenedOnce;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Sends to the queue; what it calls acknowledged, all replicas in sync have.
 *
 * <p>Shape: for one thread. Errors: {@link IllegalStateException} with the first failure, from
 * whichever call comes next; it is then to be closed.
 */
final class QueueProducer implements OpenedOnce.Closing {

  /** So many records wait for each other a moment: fewer requests, better compressed. */
  private static final int LINGER_MILLIS = 20;

  private static final int BATCH_BYTES = 256 * 1024;

  /** What a topic of ours takes is twice that; another may take less. */
  private static final int LARGEST_BYTES = 8 * 1024 * 1024;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration TO_CLOSE = Duration.ofSeconds(1);

  private final QueueSettings target;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** Sent and not heard of: a batch that was too large is sent in parts, behind a flush's back. */
  private final AtomicLong unheard = new AtomicLong();

  private QueueProducer(QueueSettings target, KafkaProducer<byte[], byte[]> producer) {
    this.target = target;
    this.producer = producer;
  }

  static QueueProducer connect(QueueSettings target) {
    String file = target.configFile();
    Map<String, Object> settings =
        new HashMap<>(KafkaConfigFile.read(file == null ? null : Path.of(file)).producer());
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, target.bootstrapServers());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_BYTES);
    return new QueueProducer(
        target,
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** Begins to send; records of one key stay in order. */
  void send(String key, Message message, boolean isCorrection, boolean isResent) {
    throwFailure();
    begin(record(key, message, isCorrection, isResent), this::fail);
  }

  /**
   * Begins to send what may be larger than the topic takes, which is no failure.
   *
   * @param tooLarge run if it is, by the time {@link #await} is back, by another thread
   */
  void sendIfTaken(String key, Message message, Runnable tooLarge) {
    throwFailure();
    begin(
        record(key, message, /* isCorrection= */ false, /* isResent= */ false),
        problem -> {
          if (problem instanceof RecordTooLargeException) {
            tooLarge.run();
          } else {
            fail(problem);
          }
        });
  }

  private ProducerRecord<byte[], byte[]> record(
      String key, Message message, boolean isCorrection, boolean isResent) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(
        target.topic(),
        Utils.toPositive(Utils.murmur2(keyBytes)) % target.partitions(),
        null,
        keyBytes,
        message.toByteArray(),
        QueueHeaders.ofRecord(
            message.getDescriptorForType().getFullName(),
            isCorrection,
            isResent,
            target.partitions()));
  }

  private void fail(Exception problem) {
    failure.compareAndSet(null, problem);
  }

  /**
   * Sends a control record, and its mark to every other partition; back when all are acknowledged.
   */
  void control(Message message) throws InterruptedException {
    control(
        message,
        QueueHeaders.ofControl(message.getDescriptorForType().getFullName(), target.partitions()));
  }

  /**
   * The same of one that says how far all is complete.
   *
   * @param toldMillis the greatest that was told so far
   */
  void control(Message message, long toldMillis) throws InterruptedException {
    control(
        message,
        QueueHeaders.ofControl(
            message.getDescriptorForType().getFullName(), target.partitions(), toldMillis));
  }

  private void control(Message message, List<Header> headers) throws InterruptedException {
    throwFailure();
    ProducerRecord<byte[], byte[]> control =
        new ProducerRecord<>(
            target.topic(),
            QueueHeaders.CONTROL_PARTITION,
            null,
            null,
            message.toByteArray(),
            headers);
    long number;
    try {
      var sent = producer.send(control);
      producer.flush();
      number = QueueHeaders.numberOf(sent.get().offset());
    } catch (ExecutionException e) {
      fail(e);
      throw failed(e);
    }
    for (int partition = 0; partition < target.partitions(); partition++) {
      if (partition != QueueHeaders.CONTROL_PARTITION) {
        begin(
            new ProducerRecord<>(
                target.topic(),
                partition,
                null,
                null,
                new byte[0],
                QueueHeaders.ofMark(number, target.partitions())),
            this::fail);
      }
    }
    await();
    QueueMetrics.told(number);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of its failure.
  private void begin(ProducerRecord<byte[], byte[]> record, Consumer<Exception> onProblem) {
    unheard.incrementAndGet();
    producer.send(
        record,
        (metadata, problem) -> {
          if (problem != null) {
            onProblem.accept(problem);
          }
          unheard.decrementAndGet();
        });
  }

  /** Back when all that was sent is acknowledged. */
  void await() {
    producer.flush();
    while (unheard.get() > 0 && !hasFailed()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      producer.flush();
    }
    throwFailure();
  }

  boolean hasFailed() {
    return failure.get() != null;
  }

  private void throwFailure() {
    Exception failed = failure.get();
    if (failed != null) {
      throw failed(failed);
    }
  }

  private IllegalStateException failed(Exception cause) {
    return new IllegalStateException(
        "topic " + target.topic() + " did not take what was sent to it: " + cause.getMessage(),
        cause);
  }

  /** What is still under way is given up: nobody counts on it. */
  @Override
  public void close() {
    producer.close(TO_CLOSE);
  }

  /** A step's producer, connected when it sends for the first time. It travels closed. */
  static final class OfStep implements Serializable {

    private static final long serialVersionUID = 1L;

    private final QueueSettings target;
    private final OpenedOnce<QueueProducer> producer = new OpenedOnce<>();

    OfStep(QueueSettings target) {
      this.target = target;
    }

    /** One that failed stays so until its bundle is given up: no one after may end well. */
    void startBundle() {
      if (producer.ifOpen().filter(QueueProducer::hasFailed).isPresent()) {
        producer.close();
      }
    }

    QueueProducer get() {
      return producer.get(() -> connect(target));
    }

    /** Back when all that was sent is acknowledged. */
    void await() {
      producer.ifOpen().ifPresent(QueueProducer::await);
    }

    void close() {
      producer.close();
    }
  }
}
