package org.adclicks.pipeline.source;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * The time of one partition, made from its own clicks: the newest accepted click's minus a delay. A
 * {@link Heartbeat} moves it to the time it names. Never goes back.
 *
 * <p>Once the partition was seen to its end without anything newer, its time moves on at wall-clock
 * speed from where its clicks left it, so that the last minute closes by itself and the next old
 * log is not late. What is no click changes nothing of that, at whatever rate it comes.
 */
final class PartitionClock {

  static final long NEVER = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  // Longer than the interval between two looks at the partition's end (one second).
  private static final long QUIET_MILLIS = 1_500;

  private final WatermarkRule rule;
  private final long startedMillis;

  private long time = NEVER;

  /** Where clicks and heartbeats have brought the time, and when the last of them was read. */
  private long reached = NEVER;

  private long reachedSeenMillis;
  private long seenThrough = NEVER;

  private PartitionClock(WatermarkRule rule, long nowMillis) {
    this.rule = rule;
    this.startedMillis = nowMillis;
    this.reachedSeenMillis = nowMillis;
  }

  /** Of a partition nothing was read of. */
  static PartitionClock startedAt(long nowMillis, WatermarkRule rule) {
    return new PartitionClock(rule, nowMillis);
  }

  /**
   * Of a partition that goes on from a checkpoint. Its silence goes on too, but the time between
   * does not count: while nobody read, old logs may have been on their way.
   */
  static PartitionClock restoredAt(long nowMillis, WatermarkRule rule, PartitionMark mark) {
    PartitionClock clock = new PartitionClock(rule, nowMillis);
    if (mark.timeMillis() != NEVER) {
      clock.time = mark.timeMillis();
      clock.reached = mark.timeMillis() - mark.quietMillis();
      clock.reachedSeenMillis = nowMillis - mark.quietMillis();
    }
    return clock;
  }

  /**
   * An accepted click was read. One ahead of its arrival is of a server whose clock is fast: it
   * tells no more than that it has arrived, or minutes would close before they have begun.
   */
  void click(long clickMillis, long arrivalMillis, long nowMillis) {
    reach(rule.timeOfClick(clickMillis, arrivalMillis), nowMillis);
  }

  /** A heartbeat was read; nobody can know that nothing comes of a time that is yet to be. */
  void heartbeat(long millis, long arrivalMillis, long nowMillis) {
    rule.timeOfHeartbeat(millis, arrivalMillis).ifPresent(reaches -> reach(reaches, nowMillis));
  }

  /** All that had arrived by then has been read. */
  void seenThrough(long millis) {
    seenThrough = Math.max(seenThrough, millis);
    if (reached != NEVER && quietMillis() >= QUIET_MILLIS) {
      // A clock that is set forward counts as silence: never past where a click of now would bring.
      long now = rule.timeOfClick(millis, millis);
      time = Math.max(time, Math.min(reached + quietMillis(), now));
    }
  }

  /** The partition's time; {@link #NEVER} if no click was ever accepted. */
  long timeMillis() {
    return time;
  }

  /** By when it was seen to its end; {@link #NEVER} if not since it is being read. */
  long seenThroughMillis() {
    return seenThrough;
  }

  /** How long nothing newer has come, as far as it was seen. */
  long quietMillis() {
    return Math.max(0, Math.max(seenThrough, startedMillis) - reachedSeenMillis);
  }

  /** Whether it was seen to its end, and no click was ever accepted or none for long. */
  boolean isSilent() {
    return seenThrough != NEVER && (reached == NEVER || quietMillis() >= rule.idleMillis());
  }

  private void reach(long millis, long nowMillis) {
    // An older click tells nothing new: it must not stop the clock of a partition that moves on.
    if (millis > reached) {
      reached = millis;
      reachedSeenMillis = nowMillis;
      time = Math.max(time, reached);
    }
  }
}
