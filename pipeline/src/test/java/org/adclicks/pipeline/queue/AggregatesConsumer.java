package org.adclicks.pipeline.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.v1.CellTotal;
import org.adclicks.v1.CellTotals;
import org.adclicks.v1.Completeness;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * How somebody else reads the queue, by what docs/queue.md says and nothing of ours but the
 * messages: clicks of each cell, and through when they are complete.
 */
public final class AggregatesConsumer implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Partition -> the greatest mark read there. */
  private final Map<Integer, Long> marks = new HashMap<>();

  /** Number of a control record -> what it told, until its marks have been read. */
  private final Map<Long, Completeness> told = new HashMap<>();

  private final Map<String, Long> clicks = new HashMap<>();
  private long completeThrough = Long.MIN_VALUE;

  public AggregatesConsumer(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    partitions.forEach(partition -> marks.put(partition.partition(), 0L));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads what has come; whoever wants all of a time asks again until it is complete. */
  public void read() throws InvalidProtocolBufferException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
      take(record);
    }
    long everywhere = marks.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    told.entrySet()
        .removeIf(
            each -> {
              if (each.getKey() > everywhere) {
                return false;
              }
              if (each.getValue().hasComplete()) {
                completeThrough =
                    Math.max(completeThrough, each.getValue().getComplete().getAsOfMillis());
              }
              return true;
            });
  }

  private void take(ConsumerRecord<byte[], byte[]> record) throws InvalidProtocolBufferException {
    if (Integer.parseInt(text(record, "partitions")) != marks.size()) {
      throw new IllegalStateException("records may be in partitions that are not read here");
    }
    if (record.headers().lastHeader("mark") != null) {
      marks.merge(record.partition(), Long.parseLong(text(record, "mark")), Math::max);
    } else if (record.headers().lastHeader("control") != null) {
      long number = record.offset() + 1;
      marks.merge(record.partition(), number, Math::max);
      told.put(number, Completeness.parseFrom(record.value()));
    } else if (text(record, "type").equals("adclicks.v1.CellTotals")) {
      CellTotals totals = CellTotals.parseFrom(record.value());
      for (CellTotal cell : totals.getCellsList()) {
        clicks.merge(
            "%d %s %s".formatted(totals.getMinuteMillis(), cell.getAdId(), cell.getCountry()),
            cell.getClicks(),
            Math::max);
      }
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    @Nullable Header header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalStateException("a record without " + name);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Minute, ad and country -> clicks. */
  public Map<String, Long> clicks() {
    return clicks;
  }

  /** Every click in time of before is among them. */
  public long completeThroughMillis() {
    return completeThrough;
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(1));
  }
}
