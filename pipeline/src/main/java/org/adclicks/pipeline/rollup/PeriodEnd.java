package org.adclicks.pipeline.rollup;

import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * When the rows of a period and shard can no longer change and are to be read back: one shard after
 * another, this far apart in event time, since all at once would be a burst of reads.
 */
final class PeriodEnd {

  static final long MILLIS_PER_SHARD = 5_000;

  private PeriodEnd() {}

  /**
   * Sets the timer, once a period and shard; until then it holds the watermark.
   *
   * @param waiting whether it is set; to be cleared when it fires
   * @param stamp of the element that says there are rows
   */
  static void await(
      MinuteShard key,
      long periodMillis,
      Lateness lateness,
      Instant stamp,
      ValueState<Boolean> waiting,
      Timer finish) {
    if (Boolean.TRUE.equals(waiting.read())) {
      return;
    }
    waiting.write(true);
    long due =
        key.minuteMillis()
            + periodMillis
            + lateness.millis()
            + (key.shard() + 1) * MILLIS_PER_SHARD;
    // An element may be stamped later than its period; no timer may hold back further than that.
    Instant hold = Instant.ofEpochMilli(Math.max(due - 1, stamp.getMillis()));
    finish.withOutputTimestamp(hold).set(hold.plus(Duration.millis(1)));
  }

  /** How much later than the first shard the last one is read, in event time. */
  static Duration spread(int shards) {
    return Duration.millis(shards * MILLIS_PER_SHARD);
  }
}
