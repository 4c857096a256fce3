package org.adclicks.pipeline.source;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the last records of all partitions through a short-lived consumer on a thread of its own,
 * at most every five seconds and only as long as somebody asks. Shared by the readers of a process.
 */
final class KafkaNewestTimeProbe implements NewestTimeProbe {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaNewestTimeProbe.class);
  private static final long INTERVAL_MILLIS = 5_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** So many at a partition's end: some of them may be no clicks. */
  private static final int RECORDS = 20;

  private static final Map<SourceSettings, NewestTimeProbe> SHARED = new ConcurrentHashMap<>();

  private final SourceSettings settings;
  private final Clock clock;
  private boolean looking;
  private long startedMillis;
  private @Nullable NewestTime newest;

  private KafkaNewestTimeProbe(SourceSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  static NewestTimeProbe of(SourceSettings settings) {
    return SHARED.computeIfAbsent(settings, s -> new KafkaNewestTimeProbe(s, Clock.systemUTC()));
  }

  @Override
  public synchronized Optional<NewestTime> newestTime() {
    long now = clock.millis();
    if (!looking && now - startedMillis >= INTERVAL_MILLIS) {
      looking = true;
      startedMillis = now;
      Thread thread = new Thread(this::look, "newest-time-" + settings.topic().name());
      thread.setDaemon(true);
      thread.start();
    }
    return Optional.ofNullable(newest);
  }

  private void look() {
    OptionalLong found = OptionalLong.empty();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.topic().probeSettings(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      found = newestIn(consumer);
    } catch (KafkaException e) {
      LOG.debug("topic {} cannot be looked at now", settings.topic().name(), e);
    } finally {
      finish(found);
    }
  }

  private synchronized void finish(OptionalLong found) {
    looking = false;
    if (found.isPresent()) {
      newest = new NewestTime(found.getAsLong(), clock.millis());
    }
  }

  private OptionalLong newestIn(KafkaConsumer<byte[], byte[]> consumer) {
    Map<TopicPartition, Long> ends = seekToLastRecords(consumer);
    OptionalLong found = OptionalLong.empty();
    long deadline = clock.millis() + TIMEOUT.toMillis();
    while (!ends.isEmpty() && clock.millis() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        OptionalLong time = timeOf(record);
        if (time.isPresent() && time.getAsLong() > found.orElse(Long.MIN_VALUE)) {
          found = time;
        }
      }
      ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    }
    return found;
  }

  /** Where those partitions end that hold something; the consumer reads their last records next. */
  private Map<TopicPartition, Long> seekToLastRecords(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> all = new ArrayList<>();
    for (PartitionInfo info : consumer.partitionsFor(settings.topic().name(), TIMEOUT)) {
      all.add(new TopicPartition(info.topic(), info.partition()));
    }
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(all, TIMEOUT);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(all, TIMEOUT));
    ends.entrySet()
        .removeIf(end -> end.getValue() <= starts.getOrDefault(end.getKey(), Long.MAX_VALUE));
    consumer.assign(ends.keySet());
    ends.forEach(
        (partition, end) ->
            consumer.seek(partition, Math.max(starts.getOrDefault(partition, 0L), end - RECORDS)));
    return ends;
  }

  private OptionalLong timeOf(ConsumerRecord<byte[], byte[]> record) {
    long arrival = Arrival.millisOf(record, clock.millis());
    WatermarkRule rule = settings.rule();
    OptionalLong heartbeat = Heartbeat.timeOf(record.headers());
    if (heartbeat.isPresent()) {
      return rule.timeOfHeartbeat(heartbeat.getAsLong(), arrival);
    }
    if (record.value() != null
        && new RawLine(record.value()).parsed() instanceof ParsedLine.Accepted accepted
        && rule.allowedSkew().check(accepted.click(), arrival).isEmpty()) {
      return OptionalLong.of(rule.timeOfClick(accepted.click().clickTimestampMillis(), arrival));
    }
    return OptionalLong.empty();
  }
}
