package org.adclicks.query.question;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.adclicks.query.question.QuestionEndedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One question under way: all its reads of the store go through it, so that they stop when nobody
 * waits for the answer any more or its time is over.
 *
 * <p>One thread works on a question; reads end on the driver's.
 *
 * <p>Errors: {@link QuestionEndedException} from whatever waits or reads once it has ended.
 */
public final class Question {

  /** How soon a question that waits for its turn notices that it has ended. */
  private static final long NOTICE_MILLIS = 20;

  /** A store that answered so recently is not silent. */
  private static final long SIGN_OF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final ThreadLocal<@Nullable Question> CURRENT = new ThreadLocal<>();

  private final long deadlineNanos;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong begun = new AtomicLong();
  private volatile long answeredNanos;

  private Question(Duration longest) {
    long now = System.nanoTime();
    this.deadlineNanos = now + longest.toNanos();
    this.answeredNanos = now - 2 * SIGN_OF_LIFE_NANOS;
  }

  /** A question that may take this long from now. */
  public static Question lasting(Duration longest) {
    return new Question(longest);
  }

  /** The question this thread works on; outside of questions one nobody ends. */
  public static Question current() {
    Question question = CURRENT.get();
    return question == null ? new Question(Duration.ofDays(1)) : question;
  }

  /** Works on it in this thread. */
  public <T> T run(Supplier<T> work) {
    CURRENT.set(this);
    try {
      check();
      return work.get();
    } finally {
      CURRENT.remove();
      end();
    }
  }

  /** Ends it when this does. */
  public void endWith(CompletableFuture<?> whenNobodyWaits) {
    whenNobodyWaits.whenComplete((cause, problem) -> end()).exceptionally(problem -> null);
  }

  /** Nobody waits for it any more: cancels its reads; what waits for them fails. */
  public void end() {
    ended.cancel(false);
    underWay.values().forEach(read -> read.cancel(true));
  }

  /** Fails if it has ended or its time is over. */
  void check() {
    if (ended.isDone()) {
      throw new QuestionEndedException(Reason.HUNG_UP);
    }
    if (System.nanoTime() - deadlineNanos >= 0) {
      throw timeIsOver();
    }
  }

  /** Reads one page, or the first of several. */
  public CompletionStage<AsyncResultSet> read(CqlSession session, Statement<?> statement) {
    return track(() -> session.executeAsync(statement));
  }

  /** Hands over each row, page after page; the consumer runs on the driver's threads. */
  public CompletionStage<Void> forEachRow(AsyncResultSet page, Consumer<Row> consumer) {
    page.currentPage().forEach(consumer);
    return page.hasMorePages()
        ? track(page::fetchNextPage).thenCompose(next -> forEachRow(next, consumer))
        : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<AsyncResultSet> track(Supplier<CompletionStage<AsyncResultSet>> begin) {
    if (ended.isDone()) {
      return CompletableFuture.failedFuture(new QuestionEndedException(Reason.HUNG_UP));
    }
    CompletableFuture<AsyncResultSet> read = begin.get().toCompletableFuture();
    long number = begun.incrementAndGet();
    underWay.put(number, read);
    CompletionStage<AsyncResultSet> tracked =
        read.whenComplete(
            (page, problem) -> {
              underWay.remove(number);
              if (problem == null) {
                answeredNanos = System.nanoTime();
              }
            });
    if (ended.isDone()) {
      read.cancel(true);
    }
    return tracked;
  }

  /** Waits, and throws what the stage failed with rather than a wrapper of it. */
  public <T> T await(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    try {
      CompletableFuture.anyOf(future, ended)
          .get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      check();
      return future.join();
    } catch (TimeoutException e) {
      throw timeIsOver();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QuestionEndedException(Reason.HUNG_UP);
    } catch (ExecutionException | CompletionException e) {
      check();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a read failed", e.getCause());
    } catch (CancellationException e) {
      check();
      throw new QuestionEndedException(Reason.HUNG_UP);
    }
  }

  /** Takes a permit as soon as there is one. */
  public void acquire(Semaphore permits) {
    while (!tryAcquire(permits, 1, Duration.ofMillis(NOTICE_MILLIS))) {
      check();
    }
  }

  /** Takes so many permits if they come free in time. */
  public boolean acquire(Semaphore permits, int count, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (!tryAcquire(permits, count, Duration.ofMillis(NOTICE_MILLIS))) {
      check();
      if (System.nanoTime() - until >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean tryAcquire(Semaphore permits, int count, Duration patience) {
    try {
      return permits.tryAcquire(count, patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QuestionEndedException(Reason.HUNG_UP);
    }
  }

  private QuestionEndedException timeIsOver() {
    boolean storeLives = System.nanoTime() - answeredNanos < SIGN_OF_LIFE_NANOS;
    return new QuestionEndedException(storeLives ? Reason.TOO_SLOW : Reason.STORE_SILENT);
  }
}
