package org.adclicks.pipeline.store;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryConsistencyException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.adclicks.pipeline.metrics.JobMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request to the store, tried again while the store is only busy or briefly away. Our upserts
 * carry versions, so writing twice changes nothing.
 *
 * <p>Units: {@value #ATTEMPTS} attempts with pauses of {@value #FIRST_PAUSE_MILLIS} * (2^7 - 1)
 * milliseconds in all, half a minute, and as long as each attempt takes. After that the request
 * fails, with it its bundle, and the engine starts again from its last checkpoint.
 */
public final class Retried<T> {

  private static final Logger LOG = LoggerFactory.getLogger(Retried.class);

  static final int ATTEMPTS = 8;
  static final long FIRST_PAUSE_MILLIS = 250;

  private final Supplier<? extends CompletionStage<T>> request;
  private final CompletableFuture<T> done = new CompletableFuture<>();
  private int attempts;

  private Retried(Supplier<? extends CompletionStage<T>> request) {
    this.request = request;
  }

  /** Begins the first attempt. */
  public static <T> CompletionStage<T> send(Supplier<? extends CompletionStage<T>> request) {
    Retried<T> retried = new Retried<>(request);
    retried.attempt();
    return retried.done;
  }

  /**
   * What the store answered, once it has.
   *
   * @throws DriverException if it has not, in half a minute or more
   * @throws IllegalStateException if interrupted, or for any other failure
   */
  public static <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DriverException failure) {
        throw failure.copy();
      }
      throw new IllegalStateException("the store was not asked: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the store was asked", e);
    }
  }

  private void attempt() {
    attempts++;
    try {
      request.get().whenComplete(this::settle);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void settle(@Nullable T answer, @Nullable Throwable failure) {
    if (failure == null) {
      done.complete(answer);
      return;
    }
    Throwable cause = causeOf(failure);
    if (attempts >= ATTEMPTS || !isTransient(cause)) {
      fail(cause);
      return;
    }
    long pauseMillis = FIRST_PAUSE_MILLIS << (attempts - 1);
    JobMetrics.storeRetried();
    LOG.info("The store did not take a request ({}); again in {} ms", cause, pauseMillis);
    Executor later = CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS);
    later.execute(this::attempt);
  }

  private void fail(Throwable cause) {
    JobMetrics.storeFailed();
    done.completeExceptionally(cause);
  }

  private static Throwable causeOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** Whether the same request may succeed a moment later. */
  static boolean isTransient(Throwable failure) {
    return failure instanceof AllNodesFailedException
        // Timeouts and failures of replicas.
        || failure instanceof QueryConsistencyException
        || failure instanceof UnavailableException
        || failure instanceof OverloadedException
        || failure instanceof BootstrappingException
        || failure instanceof DriverTimeoutException
        || failure instanceof BusyConnectionException
        || failure instanceof ClosedConnectionException
        || failure instanceof HeartbeatException;
  }
}
