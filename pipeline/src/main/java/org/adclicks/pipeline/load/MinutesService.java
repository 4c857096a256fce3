package org.adclicks.pipeline.load;

import org.adclicks.pipeline.command.CommandFailure;

/** What the query service knows of minutes. */
interface MinutesService {

  /** What is known of these minutes together. */
  Answered answered(TouchedMinutes minutes) throws CommandFailure;

  /**
   * Sums over minutes, and how far the store is complete.
   *
   * @param asOfMillis everything before it is in the store; {@link Long#MIN_VALUE} if nothing is
   * @param clicks counted
   * @param duplicates dropped
   * @param tooLate not counted
   * @param everything all that was counted of these and of other minutes: grows while the pipeline
   *     works for others
   */
  record Answered(long asOfMillis, long clicks, long duplicates, long tooLate, long everything) {

    Answered(long asOfMillis, long clicks, long duplicates, long tooLate) {
      this(asOfMillis, clicks, duplicates, tooLate, clicks + duplicates + tooLate);
    }

    long all() {
      return clicks + duplicates + tooLate;
    }

    /** What came on top of what was known before; as_of stays. */
    Answered since(Answered before) {
      return new Answered(
          asOfMillis,
          clicks - before.clicks,
          duplicates - before.duplicates,
          tooLate - before.tooLate,
          everything - before.everything);
    }
  }
}
