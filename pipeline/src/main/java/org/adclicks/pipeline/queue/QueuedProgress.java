package org.adclicks.pipeline.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.adclicks.pipeline.kafka.DecimalHeader;
import org.adclicks.pipeline.kafka.TopicSettings;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.transforms.minutes.ToldBefore;
import org.adclicks.v1.Completeness;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The {@code as_of} that the queue had been told when a worker's step asked for the first time,
 * whether or not the store has heard of it: what the attempts before have told.
 *
 * <p>Units: milliseconds since 1970. Errors: Kafka's own, and {@link IllegalStateException} if
 * there are records and none can be read for half a minute. Source: docs/decisions/0051.
 */
public final class QueuedProgress extends ToldBefore {

  private static final long serialVersionUID = 1L;

  /** It is told every five or ten seconds, beside rows; further back if it is not among these. */
  private static final long LOOKED_AT_FIRST = 1_000;

  private static final int FURTHER = 4;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_EMPTY_POLLS = 150;

  private final QueueSettings queue;

  private QueuedProgress(QueueSettings queue) {
    this.queue = queue;
  }

  public static QueuedProgress of(QueueSettings queue) {
    return new QueuedProgress(queue);
  }

  @Override
  protected long read() {
    Map<String, Object> settings =
        new TopicSettings(
                queue.bootstrapServers(), queue.topic(), 1, Map.of(), queue.configFile(), false)
            .probeSettings();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return newestOf(consumer);
    }
  }

  private long newestOf(KafkaConsumer<byte[], byte[]> consumer) {
    TopicPartition control = new TopicPartition(queue.topic(), QueueHeaders.CONTROL_PARTITION);
    List<TopicPartition> only = List.of(control);
    consumer.assign(only);
    long first = consumer.beginningOffsets(only).getOrDefault(control, 0L);
    long end = consumer.endOffsets(only).getOrDefault(control, 0L);
    for (long look = LOOKED_AT_FIRST; end > first; look *= FURTHER) {
      long from = Math.max(first, end - look);
      consumer.seek(control, from);
      OptionalLong newest = newestBefore(end, consumer, control);
      if (newest.isPresent()) {
        return newest.getAsLong();
      }
      end = from;
    }
    return NOTHING.millis();
  }

  /** What was told last of what is read before this offset. */
  private static OptionalLong newestBefore(
      long end, KafkaConsumer<byte[], byte[]> consumer, TopicPartition control) {
    OptionalLong newest = OptionalLong.empty();
    int emptyPolls = 0;
    for (long at = consumer.position(control); at < end; at = consumer.position(control)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        OptionalLong told = record.offset() < end ? toldBy(record) : OptionalLong.empty();
        newest = told.isPresent() ? told : newest;
      }
      emptyPolls = consumer.position(control) > at ? 0 : emptyPolls + 1;
      if (emptyPolls > MOST_EMPTY_POLLS) {
        throw new IllegalStateException(
            "%s cannot be read from offset %d to %d".formatted(control, at, end));
      }
    }
    return newest;
  }

  private static OptionalLong toldBy(ConsumerRecord<byte[], byte[]> record) {
    if (record.headers().lastHeader(QueueHeaders.CONTROL) == null || record.value() == null) {
      return OptionalLong.empty();
    }
    OptionalLong told = DecimalHeader.read(record.headers(), QueueHeaders.TOLD);
    return told.isPresent() ? told : ofMessage(record.value());
  }

  /** Of a build that did not say what was told before. */
  private static OptionalLong ofMessage(byte[] value) {
    try {
      Completeness message = Completeness.parseFrom(value);
      return message.hasComplete()
          ? OptionalLong.of(message.getComplete().getAsOfMillis())
          : OptionalLong.empty();
    } catch (InvalidProtocolBufferException e) {
      // The store job refuses it, and says what to do.
      return OptionalLong.empty();
    }
  }
}
