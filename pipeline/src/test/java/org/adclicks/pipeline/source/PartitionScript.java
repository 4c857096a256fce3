package org.adclicks.pipeline.source;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.adclicks.transforms.AllowedSkew;
import org.adclicks.transforms.RawLine;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** One partition's life, step by step: records read, looks at its end, and the clock in between. */
final class PartitionScript {

  static final long NEVER = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  private static final int PARTITION = 1;

  private final ScriptClock clock = new ScriptClock();
  private final ClickTimestampPolicy policy;
  private @Nullable TopicLook look;
  private long backlog = -1;
  private long checkedMillis;
  private long offset;

  private PartitionScript(String now, Optional<String> previousWatermark) {
    clock.millis = millis(now);
    policy =
        new ClickTimestampPolicy(
            PARTITION,
            new WatermarkRule(15_000, new AllowedSkew(300_000)),
            () -> Optional.ofNullable(look),
            clock,
            previousWatermark.map(text -> org.joda.time.Instant.ofEpochMilli(millis(text))));
  }

  static PartitionScript startedAt(String now) {
    return new PartitionScript(now, Optional.empty());
  }

  static PartitionScript restoredAt(String now, String previousWatermark) {
    return new PartitionScript(now, Optional.of(previousWatermark));
  }

  PartitionScript at(String now) {
    clock.millis = millis(now);
    return this;
  }

  /** Reads a click; returns its element timestamp. */
  long click(String time) {
    String line = "ad-1," + time + ",user-1,192.0.2.1,US";
    return read(line.getBytes(StandardCharsets.UTF_8), new RecordHeaders());
  }

  long junk() {
    return read("no click".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
  }

  long heartbeat(String headerValue) {
    Headers headers = new RecordHeaders();
    headers.add(Heartbeat.HEADER, headerValue.getBytes(StandardCharsets.US_ASCII));
    return read(new byte[0], headers);
  }

  /** The reader looks at the partition's end and finds so many records left. */
  PartitionScript looksAtEnd(long left) {
    backlog = left;
    checkedMillis = clock.millis;
    return this;
  }

  /** The probe sees records in these partitions; this one is {@value #PARTITION}. */
  PartitionScript topicHolds(Integer... partitions) {
    look = new TopicLook(Set.of(partitions));
    return this;
  }

  long watermark() {
    return policy.getWatermark(context()).getMillis();
  }

  static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private long read(byte[] value, Headers headers) {
    KafkaRecord<byte[], RawLine> record =
        new KafkaRecord<>(
            "clicks",
            PARTITION,
            offset++,
            clock.millis,
            KafkaTimestampType.LOG_APPEND_TIME,
            headers,
            new byte[0],
            new RawLine(value));
    return policy.getTimestampForRecord(context(), record).getMillis();
  }

  private TimestampPolicy.PartitionContext context() {
    return new TimestampPolicy.PartitionContext() {
      @Override
      public long getMessageBacklog() {
        return backlog;
      }

      @Override
      public org.joda.time.Instant getBacklogCheckTime() {
        return org.joda.time.Instant.ofEpochMilli(checkedMillis);
      }
    };
  }

  private static final class ScriptClock extends Clock {

    private long millis;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("a script knows UTC only");
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }
}
