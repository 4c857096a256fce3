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
  private long round;
  private long lines;
  private boolean isFirst;
  private long unknownMillis;
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
    this.round = mark == null ? nowMillis : mark.round();
    this.lines = mark == null ? 0 : mark.lines();
    this.isFirst = mark == null || mark.isFirst();
    this.unknownMillis = mark == null ? (isNew ? 0 : nowMillis) : mark.unknownMillis();
  }

  /** Counts a line; gives the number of its round, 0 if none are counted. */
  long count() {
    if (!isCounting) {
      return 0;
    }
    lines++;
    return RoundEnd.lineRound(reader, readers, round);
  }

  /** Of what had arrived by then, some was deleted unread. */
  void isUnread(long arrivalMillis) {
    unknownMillis = Math.max(unknownMillis, arrivalMillis);
  }

  /** Whether the round has lasted long enough. To be asked for each line. */
  boolean isDue(long nowMillis) {
    return isCounting && Math.abs(nowMillis - endedMillis) >= LENGTH_MILLIS;
  }

  /**
   * Ends the round that is due, if more has been read through by now; whatever is handed over after
   * that is of the next one.
   */
  Optional<RoundEnd> end(long readThroughMillis, long nowMillis) {
    if (!isDue(nowMillis) || readThroughMillis <= throughMillis) {
      return Optional.empty();
    }
    throughMillis = readThroughMillis;
    endedMillis = nowMillis;
    RoundEnd end =
        new RoundEnd(reader, readers, round, isFirst, unknownMillis, readThroughMillis, lines);
    round++;
    lines = 0;
    isFirst = false;
    unknownMillis = 0;
    return Optional.of(end);
  }

  /** What a checkpoint has to know; null if none are counted. */
  @Nullable RoundMark mark() {
    return isCounting ? new RoundMark(round, lines, isFirst, unknownMillis) : null;
  }
}
