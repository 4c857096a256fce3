package org.adclicks.query.service;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.adclicks.query.question.Question;
import org.adclicks.query.question.TooBusyException;
import org.adclicks.query.store.ClickPiece;

/**
 * Lets only so much expensive work be done at once, so that there is always room for what is cheap.
 *
 * <p>What a question costs is known before: about the number of stored rows it touches. Cheap ones
 * never wait. The others wait a moment for their turn, but only so many of them.
 *
 * <p>Errors: {@link TooBusyException}. Source: docs/decisions/0026.
 */
final class Admission {

  /** Up to here a question is cheap: a few milliseconds. */
  static final long CHEAP = 250;

  /** A permit for each so much; an hour's first hundred takes two, its first thousand ten. */
  private static final long PER_PERMIT = 600;

  /** Some 2,000 cells, in 30 KB. */
  private static final long PER_OPEN_ROW = 10;

  private static final int PERMITS_PER_PROCESSOR = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final int total;
  private final Semaphore permits;
  private final Semaphore queue;

  private Admission(int total, int queueLength) {
    this.total = total;
    this.permits = new Semaphore(total, true);
    this.queue = new Semaphore(queueLength);
  }

  static Admission create() {
    int total = PERMITS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    return new Admission(total, 2 * total);
  }

  static Admission of(int permits, int queueLength) {
    return new Admission(permits, queueLength);
  }

  /** Does the work now, or soon. */
  <T> T admit(long cost, Supplier<T> work) {
    if (cost <= CHEAP) {
      return work.get();
    }
    int weight = (int) Math.min(total, Math.max(1, cost / PER_PERMIT));
    if (!queue.tryAcquire()) {
      throw new TooBusyException();
    }
    try {
      if (!Question.current().acquire(permits, weight, PATIENCE)) {
        throw new TooBusyException();
      }
    } finally {
      queue.release();
    }
    try {
      return work.get();
    } finally {
      permits.release(weight);
    }
  }

  /** Does the work now, or soon. */
  void admit(long cost, Runnable work) {
    admit(
        cost,
        () -> {
          work.run();
          return true;
        });
  }

  /** What it costs to read the clicks of a user or an ip. */
  static long ofIndex(Collection<ClickPiece> pieces) {
    return pieces.stream().mapToLong(ClickPiece::rowsToRead).sum();
  }

  /** What it costs to add up so many rows of open minutes. */
  static long ofOpen(int rows) {
    return (long) rows * PER_OPEN_ROW;
  }

  /** What a list of the first {@code count} ads of so many minutes costs. */
  static long ofList(int minutes, int count) {
    return (long) minutes * (1 + count / 10);
  }
}
