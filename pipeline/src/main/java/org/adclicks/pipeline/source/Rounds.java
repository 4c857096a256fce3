package org.adclicks.pipeline.source;

import java.util.Optional;
import org.adclicks.click.line.RoundEnd;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines a reader hands over, round by round, so that others can tell when all of them
 * are counted. A round ends about once a second, if more has been read through by then.
 *
 * <p>Mutable. State: one {@link RoundMark}.
 */
final class Rounds {

  private static final long LENGTH_MILLIS = 1_000;

  private final int reader;
  private final int readers;
  private final boolean isCounting;
  private RoundMark now;
  private long throughMillis;
  private long endedMillis;

  /**
   * Goes on from a checkpoint, which may know of none.
   *
   * @param isNew whether nothing was read before
   */
  Rounds(
      int reader,
      int readers,
      boolean isCounting,
      boolean isNew,
      @Nullable RoundMark mark,
      long nowMillis) {
    this.reader = reader;
    this.readers = readers;
    this.isCounting = isCounting;
    // Later than any round of a time when they were counted before.
    this.now = mark == null ? new RoundMark(nowMillis, 0, true, isNew ? 0 : nowMillis) : mark;
  }

  /** Counts a line; gives the number of its round, 0 if none are counted. */
  long count() {
    if (!isCounting) {
      return 0;
    }
    now = new RoundMark(now.round(), now.lines() + 1, now.isFirst(), now.startedMillis());
    return RoundEnd.lineRound(reader, readers, now.round());
  }

  /** Ends the round if it is time to; whatever is handed over after that is of the next one. */
  Optional<RoundEnd> end(long readThroughMillis, long nowMillis) {
    if (!isCounting
        || readThroughMillis <= throughMillis
        || Math.abs(nowMillis - endedMillis) < LENGTH_MILLIS) {
      return Optional.empty();
    }
    throughMillis = readThroughMillis;
    endedMillis = nowMillis;
    RoundEnd end =
        new RoundEnd(
            reader,
            readers,
            now.round(),
            now.isFirst(),
            now.startedMillis(),
            readThroughMillis,
            now.lines());
    now = new RoundMark(now.round() + 1, 0, false, 0);
    return Optional.of(end);
  }

  /** What a checkpoint has to know; null if none are counted. */
  @Nullable RoundMark mark() {
    return isCounting ? now : null;
  }
}
