package org.adclicks.pipeline.source;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.adclicks.transforms.Click;
import org.adclicks.transforms.ParsedLine;
import org.adclicks.transforms.RawLine;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * The watermark of one Kafka partition, made from the times of its own clicks.
 *
 * <ul>
 *   <li>It is the newest accepted click's time minus a delay, and never goes back.
 *   <li>A rejected line, and a click too far ahead of its arrival, does not move it.
 *   <li>A {@link Heartbeat} moves it to the time it names, but not further ahead of the heartbeat's
 *       arrival than a click may be.
 *   <li>With nothing left to read it moves on at wall-clock speed from where its clicks left it, so
 *       that the last minute closes by itself and the next old log is not late.
 *   <li>An empty partition holds nobody back once another has records: it claims wall clock minus
 *       the delay, and takes that back with its first record. While the whole topic is empty it
 *       stays at the minimum, since old logs may still come.
 * </ul>
 *
 * <p>State: in memory; after a restart it goes on from the watermark in the engine's checkpoint.
 */
final class ClickTimestampPolicy extends TimestampPolicy<byte[], RawLine> {

  // Longer than the reader's interval between two looks at the partition's end (one second).
  private static final long QUIET_MILLIS = 1_500;
  private static final long NEVER = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  private final int partition;
  private final WatermarkRule rule;
  private final TopicProbe probe;
  private final Clock clock;

  private long watermark;

  /** Where clicks and heartbeats have brought the watermark, and when the last of them was seen. */
  private long reached;

  private long reachedSeenMillis;
  private boolean recordSeen;

  ClickTimestampPolicy(
      int partition,
      WatermarkRule rule,
      TopicProbe probe,
      Clock clock,
      Optional<Instant> previousWatermark) {
    this.partition = partition;
    this.rule = rule;
    this.probe = probe;
    this.clock = clock;
    this.watermark = previousWatermark.map(Instant::getMillis).orElse(NEVER);
    this.reached = watermark;
    this.reachedSeenMillis = clock.millis();
  }

  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<byte[], RawLine> record) {
    recordSeen = true;
    OptionalLong heartbeat = Heartbeat.timeOf(record.getHeaders());
    if (heartbeat.isPresent()) {
      long latest = Arrival.millisOf(record, clock) + rule.allowedSkew().millis();
      reach(Math.min(heartbeat.getAsLong(), latest));
      return Instant.ofEpochMilli(watermark);
    }
    RawLine line = record.getKV().getValue();
    if (line != null && line.parsed() instanceof ParsedLine.Accepted accepted) {
      Click click = accepted.click();
      if (rule.allowedSkew().check(click, Arrival.millisOf(record, clock)).isEmpty()) {
        reach(click.clickTimestampMillis() - rule.delayMillis());
        return Instant.ofEpochMilli(click.clickTimestampMillis());
      }
    }
    return Instant.ofEpochMilli(watermark);
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    if (reached != NEVER) {
      watermark = Math.max(watermark, reached + quietMillis(context));
    }
    if (!recordSeen && context.getMessageBacklog() == 0 && isUnusedBesideUsed()) {
      long claimed = context.getBacklogCheckTime().getMillis() - rule.delayMillis();
      return Instant.ofEpochMilli(Math.max(watermark, claimed));
    }
    return Instant.ofEpochMilli(watermark);
  }

  private void reach(long millis) {
    // An older click tells nothing new: it must not stop the clock of a partition that moves on.
    if (millis > reached) {
      reached = millis;
      reachedSeenMillis = clock.millis();
      watermark = Math.max(watermark, reached);
    }
  }

  /**
   * How long nothing has come, as far as the last look at the partition's end proves it: that look
   * must be later than the last click, and must have found nothing left to read.
   */
  private long quietMillis(PartitionContext context) {
    if (context.getMessageBacklog() != 0) {
      return 0;
    }
    long quiet = context.getBacklogCheckTime().getMillis() - reachedSeenMillis;
    return quiet >= QUIET_MILLIS ? quiet : 0;
  }

  private boolean isUnusedBesideUsed() {
    return probe.newestLook().filter(look -> look.showsUnusedBesideUsed(partition)).isPresent();
  }
}
