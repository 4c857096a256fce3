package org.adclicks.pipeline.source;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.adclicks.click.line.AllowedSkew;
import org.jspecify.annotations.Nullable;

/** The life of a slot's partitions, step by step: records read, looks at ends, and the clock. */
final class SlotScript {

  static final long NEVER = PartitionClock.NEVER;

  static final WatermarkRule RULE = new WatermarkRule(15_000, new AllowedSkew(300_000), 30_000);

  private final Map<Integer, PartitionClock> partitions = new TreeMap<>();
  private final SlotWatermark watermark;
  private @Nullable NewestTime newest;
  private long now;

  private SlotScript(String now, long watermarkMillis) {
    this.now = millis(now);
    this.watermark = new SlotWatermark(RULE, watermarkMillis, millis(now));
  }

  /** A slot without partitions yet. */
  static SlotScript startedAt(String now) {
    return new SlotScript(now, NEVER);
  }

  static SlotScript restoredAt(String now, String watermark) {
    return new SlotScript(now, millis(watermark));
  }

  /** A slot that goes on where this one is, without anything but its mark. */
  SlotScript restartedAt(String later) {
    SlotScript next = new SlotScript(later, watermark.valueMillis());
    partitions.forEach(
        (number, clock) ->
            next.partitions.put(
                number,
                PartitionClock.restoredAt(
                    next.now,
                    RULE,
                    new PartitionMark(number, 0, clock.timeMillis(), clock.quietMillis()))));
    return next;
  }

  SlotScript at(String time) {
    now = millis(time);
    return this;
  }

  SlotScript after(long seconds) {
    now += 1000 * seconds;
    return this;
  }

  String now() {
    return Instant.ofEpochMilli(now).toString();
  }

  SlotScript partition(int number) {
    partitions.put(number, PartitionClock.startedAt(now, RULE));
    return this;
  }

  SlotScript restored(int number, String time) {
    PartitionMark mark = new PartitionMark(number, 0, millis(time), 0);
    partitions.put(number, PartitionClock.restoredAt(now, RULE, mark));
    return this;
  }

  SlotScript click(int partition, String time) {
    clock(partition).click(millis(time), now, now);
    return this;
  }

  /** A click of the time at which it arrived, by another's clock. */
  SlotScript clickThatArrived(int partition, String time) {
    clock(partition).click(millis(time), millis(time), now);
    return this;
  }

  SlotScript heartbeat(int partition, String time) {
    clock(partition).heartbeat(millis(time), now, now);
    return this;
  }

  /** All of these partitions' records that have arrived by now are read. */
  SlotScript readToTheEnd(int... numbers) {
    for (int number : numbers) {
      clock(number).seenThrough(now);
    }
    return this;
  }

  /** A look at the whole topic finds this to be the newest click. */
  SlotScript topicHas(String time) {
    newest = new NewestTime(millis(time) - RULE.delayMillis(), now);
    return this;
  }

  /** Time passes second by second, in which these partitions are read to their ends. */
  SlotScript secondsOfSilence(int seconds, int... numbers) {
    for (int second = 0; second < seconds; second++) {
      after(1).readToTheEnd(numbers).watermark();
    }
    return this;
  }

  long watermark() {
    return watermark.advance(partitions.values(), Optional.ofNullable(newest), now);
  }

  boolean wantsLook() {
    return watermark.wantsLook();
  }

  static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private PartitionClock clock(int partition) {
    PartitionClock clock = partitions.get(partition);
    if (clock == null) {
      throw new IllegalArgumentException("no partition " + partition);
    }
    return clock;
  }
}
