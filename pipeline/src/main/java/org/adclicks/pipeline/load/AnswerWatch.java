package org.adclicks.pipeline.load;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.LineProgress;

/**
 * Waits until the pipeline has answered for all clicks that were sent: counted them, dropped them
 * as duplicates, or called them too late.
 *
 * <p>More answers than clicks sent are of others' clicks in the same minutes, so that the number
 * says nothing of ours: it waits on until as_of has passed the sending, or nothing has come for a
 * while.
 *
 * <p>It is patient as long as the pipeline works, be it for others: the newest click's minute may
 * take long to be read to its end. Once that is closed, others' clicks extend the patience tenfold
 * and no more.
 *
 * <p>Errors: {@link CommandFailure} when nothing has moved for as long as the patience.
 */
final class AnswerWatch {

  // A question about years of minutes takes its time; no more than a fifth of it goes into asking.
  private static final int PAUSE_PER_QUESTION = 4;
  private static final long MIN_PAUSE_MILLIS = 500;
  private static final int SIGNS_PER_PATIENCE = 4;
  private static final int MOST_PATIENCES_FOR_OTHERS = 10;
  private static final long SETTLED_MILLIS = 10_000;

  private final MinutesService service;
  private final Duration patience;
  private final LongSupplier nowMillis;
  private final LongConsumer pause;
  private final LongSupplier written;
  private long writtenBefore;
  private long askedWrittenMillis;

  /**
   * Asks this service.
   *
   * @param written grows when the pipeline has written something, whatever it is
   */
  AnswerWatch(
      MinutesService service,
      LongSupplier written,
      Duration patience,
      LongSupplier nowMillis,
      LongConsumer pause) {
    this.service = service;
    this.written = written;
    this.patience = patience;
    this.nowMillis = nowMillis;
    this.pause = pause;
  }

  /**
   * Waits; returns what is known then.
   *
   * @param before what was known before the first click was sent
   * @param endMillis the end of the newest click's minute
   * @param untilClosed whether as_of must have come as far
   */
  MinutesService.Answered await(
      TouchedMinutes minutes,
      MinutesService.Answered before,
      long sent,
      long endMillis,
      boolean untilClosed,
      LineProgress progress)
      throws CommandFailure {
    MinutesService.Answered last = before;
    long movedMillis = nowMillis.getAsLong();
    long sentMillis = movedMillis;
    long countedMillis = movedMillis;
    long workedMillis = movedMillis;
    writtenBefore = written.getAsLong();
    askedWrittenMillis = movedMillis;
    while (true) {
      long askedMillis = nowMillis.getAsLong();
      MinutesService.Answered now = service.answered(minutes);
      long answered = now.all() - before.all();
      progress.answered(answered, sent);
      long answeredMillis = nowMillis.getAsLong();
      if (now.all() != last.all()) {
        countedMillis = answeredMillis;
      }
      boolean isOurs =
          answered == sent
              || now.asOfMillis() >= sentMillis
              || answeredMillis - countedMillis >= SETTLED_MILLIS;
      if (answered >= sent && isOurs && (!untilClosed || now.asOfMillis() >= endMillis)) {
        return now;
      }
      if (hasMoved(last, now, endMillis)) {
        movedMillis = answeredMillis;
        workedMillis = answeredMillis;
      } else if (worksForOthers(last, now, answeredMillis)) {
        boolean mayBeOurs =
            now.asOfMillis() < endMillis
                || answeredMillis - movedMillis < MOST_PATIENCES_FOR_OTHERS * patience.toMillis();
        workedMillis = mayBeOurs ? answeredMillis : workedMillis;
      }
      if (answeredMillis - workedMillis >= patience.toMillis()) {
        throw stuck(now, answered, sent, endMillis);
      }
      last = now;
      pause.accept(Math.max(MIN_PAUSE_MILLIS, PAUSE_PER_QUESTION * (answeredMillis - askedMillis)));
    }
  }

  /** Past our newest minute, as_of moves on with the clock and says nothing of our clicks. */
  private static boolean hasMoved(
      MinutesService.Answered last, MinutesService.Answered now, long endMillis) {
    return now.all() != last.all()
        || (now.asOfMillis() != last.asOfMillis() && last.asOfMillis() < endMillis);
  }

  private boolean worksForOthers(
      MinutesService.Answered last, MinutesService.Answered now, long answeredMillis) {
    if (now.everything() != last.everything()) {
      return true;
    }
    if (answeredMillis - askedWrittenMillis < patience.toMillis() / SIGNS_PER_PATIENCE) {
      return false;
    }
    askedWrittenMillis = answeredMillis;
    long writtenNow = written.getAsLong();
    boolean hasGrown = writtenNow > writtenBefore;
    writtenBefore = Math.max(writtenBefore, writtenNow);
    return hasGrown;
  }

  private CommandFailure stuck(
      MinutesService.Answered now, long answered, long sent, long endMillis) {
    String what =
        answered < sent
            ? "only " + answered + " of " + sent + " clicks are answered for"
            : "as_of is " + instant(now.asOfMillis()) + " and does not reach " + instant(endMillis);
    return CommandFailure.work(
        what
            + ", and nothing has moved for "
            + patience.toSeconds()
            + " s. Is the pipeline running? ./adclicks status");
  }

  private static String instant(long millis) {
    return millis == Long.MIN_VALUE ? "unknown" : Instant.ofEpochMilli(millis).toString();
  }
}
