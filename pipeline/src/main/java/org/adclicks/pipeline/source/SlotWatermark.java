package org.adclicks.pipeline.source;

import java.util.Collection;
import java.util.Optional;

/**
 * The watermark of the partitions one reader has, made so that nobody holds the others.
 *
 * <ul>
 *   <li>It is the least time of those that hold: with something left to read, or with clicks
 *       lately.
 *   <li>A partition read to its end holds nobody if it never had a click, if none came for long, or
 *       if its clicks are long past while the others' are of now.
 *   <li>Where none holds, the slot follows the newest of its own times and of the others' clicks,
 *       which a look at the topic tells; no further than now minus the delay.
 *   <li>Whatever was found while some partition held nobody is emitted only once that partition was
 *       seen through that moment: what had come by then has been read.
 *   <li>Never goes back. While nothing is known of any click it stays where it is.
 * </ul>
 *
 * <p>State: in memory; the mark of a checkpoint keeps the value.
 */
final class SlotWatermark {

  /** A topic whose newest clicks are no older is read live. */
  private static final long LIVE_MILLIS = 60_000;

  /** Beside live clicks, a partition whose own are older than this holds nobody. */
  private static final long LONG_PAST_MILLIS = 300_000;

  private final WatermarkRule rule;

  /** How far others' clicks have come, moving on like a partition's own. */
  private long others;

  private long othersSeenMillis;

  private long value;
  private boolean looks = true;

  private long found = PartitionClock.NEVER;
  private long foundAtMillis = Long.MAX_VALUE;

  /**
   * Goes on from a checkpoint's value, or from {@link PartitionClock#NEVER}. What the others'
   * newest click was is not kept; that time had moved on to this value is, however long ago that
   * click.
   */
  SlotWatermark(WatermarkRule rule, long valueMillis, long nowMillis) {
    this.rule = rule;
    this.value = valueMillis;
    this.others = valueMillis;
    this.othersSeenMillis = nowMillis;
  }

  long valueMillis() {
    return value;
  }

  /** Whether it would help to know the others' newest click. */
  boolean wantsLook() {
    return looks;
  }

  /** Moves on as far as can be told now; returns the new value. */
  long advance(Collection<PartitionClock> partitions, Optional<NewestTime> look, long nowMillis) {
    look.ifPresent(this::follow);
    long latest = nowMillis - rule.delayMillis();
    long reference = Math.min(latest, Math.max(newest(partitions), othersTime(nowMillis)));
    boolean isLive = reference >= latest - LIVE_MILLIS;
    long longPast = isLive ? reference - LONG_PAST_MILLIS : PartitionClock.NEVER;
    long held = Long.MAX_VALUE;
    long silent = PartitionClock.NEVER;
    long silentSeen = Long.MAX_VALUE;
    boolean isOld = false;
    for (PartitionClock partition : partitions) {
      if (partition.isSilent() || isPassed(partition, longPast)) {
        silent = Math.max(silent, partition.timeMillis());
        silentSeen = Math.min(silentSeen, partition.seenThroughMillis());
      } else {
        held = Math.min(held, partition.timeMillis());
        isOld |= isPassed(partition, latest - LONG_PAST_MILLIS);
      }
    }
    boolean isHeld = held != Long.MAX_VALUE;
    looks = !isHeld || isOld;
    long now = isHeld ? held : followed(silent, nowMillis);
    if (silentSeen == Long.MAX_VALUE) {
      value = Math.max(value, now);
      found = PartitionClock.NEVER;
      foundAtMillis = Long.MAX_VALUE;
    } else {
      emitFound(silentSeen, isHeld ? held : Long.MAX_VALUE);
      if (foundAtMillis == Long.MAX_VALUE) {
        found = now;
        foundAtMillis = nowMillis;
      }
    }
    return value;
  }

  private void emitFound(long silentSeen, long held) {
    if (foundAtMillis != Long.MAX_VALUE && silentSeen >= foundAtMillis) {
      value = Math.max(value, Math.min(found, held));
      foundAtMillis = Long.MAX_VALUE;
    }
  }

  private void follow(NewestTime newest) {
    if (newest.timeMillis() > others) {
      others = newest.timeMillis();
      othersSeenMillis = newest.seenMillis();
    }
  }

  private long othersTime(long nowMillis) {
    return others == PartitionClock.NEVER
        ? PartitionClock.NEVER
        : others + Math.max(0, nowMillis - othersSeenMillis);
  }

  private long followed(long silent, long nowMillis) {
    return Math.min(Math.max(silent, othersTime(nowMillis)), nowMillis - rule.delayMillis());
  }

  private static boolean isPassed(PartitionClock partition, long longPast) {
    return partition.seenThroughMillis() != PartitionClock.NEVER
        && partition.timeMillis() < longPast;
  }

  private static long newest(Collection<PartitionClock> partitions) {
    long newest = PartitionClock.NEVER;
    for (PartitionClock partition : partitions) {
      newest = Math.max(newest, partition.timeMillis());
    }
    return newest;
  }
}
