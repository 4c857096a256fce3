package org.adclicks.pipeline.sink;

import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.Statement;
import com.datastax.driver.core.exceptions.BusyPoolException;
import com.datastax.driver.core.exceptions.ConnectionException;
import com.datastax.driver.core.exceptions.NoHostAvailableException;
import com.datastax.driver.core.exceptions.OperationTimedOutException;
import com.datastax.driver.core.exceptions.OverloadedException;
import com.datastax.driver.core.exceptions.UnavailableException;
import com.datastax.driver.core.exceptions.WriteTimeoutException;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.adclicks.pipeline.metrics.JobMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One write to the store, tried again while the store is only busy or briefly away. Our upserts
 * carry versions, so writing twice changes nothing.
 *
 * <p>Units: {@value #ATTEMPTS} attempts over some {@value #FIRST_PAUSE_MILLIS} * (2^7 - 1)
 * milliseconds, half a minute. After that the write fails, with it its bundle, and the engine
 * starts again from its last checkpoint.
 */
final class RetriedWrite {

  private static final Logger LOG = LoggerFactory.getLogger(RetriedWrite.class);

  static final int ATTEMPTS = 8;
  static final long FIRST_PAUSE_MILLIS = 250;

  private final Session session;
  private final Statement statement;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final long begunNanos = System.nanoTime();
  private int attempts;

  RetriedWrite(Session session, Statement statement) {
    this.session = session;
    this.statement = statement;
  }

  Future<Void> start() {
    attempt();
    return done;
  }

  private void attempt() {
    attempts++;
    ResultSetFuture result = session.executeAsync(statement);
    result.addListener(() -> settle(result), MoreExecutors.directExecutor());
  }

  private void settle(ResultSetFuture result) {
    try {
      result.get();
      JobMetrics.storeWritten(System.nanoTime() - begunNanos);
      done.complete(null);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (attempts < ATTEMPTS && isTransient(cause)) {
        long pauseMillis = FIRST_PAUSE_MILLIS << (attempts - 1);
        JobMetrics.storeRetried();
        LOG.info("The store did not take a write ({}); again in {} ms", cause, pauseMillis);
        Executor later = CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS);
        later.execute(this::attempt);
      } else {
        JobMetrics.storeFailed();
        done.completeExceptionally(cause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.completeExceptionally(e);
    }
  }

  /** Whether the same write may succeed a moment later. */
  static boolean isTransient(Throwable failure) {
    return failure instanceof WriteTimeoutException
        || failure instanceof UnavailableException
        || failure instanceof OverloadedException
        || failure instanceof OperationTimedOutException
        || failure instanceof BusyPoolException
        || failure instanceof ConnectionException
        || failure instanceof NoHostAvailableException;
  }
}
