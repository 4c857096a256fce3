package org.adclicks.pipeline.store;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are under way, at most so many at once; the first that fails ends them all.
 *
 * <p>Errors: {@link IllegalStateException} with the failure of a request, from whichever call comes
 * next.
 */
public final class InFlight {

  private final int atOnce;
  private final Semaphore free;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  public InFlight(int atOnce) {
    this.atOnce = atOnce;
    this.free = new Semaphore(atOnce);
  }

  /** Begins one more as soon as there is room for it. */
  public <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> request)
      throws InterruptedException {
    return begin(1, request);
  }

  /** The same for one that takes the room of so many; of more than there is, all of it. */
  public <T> CompletionStage<T> begin(int room, Supplier<CompletionStage<T>> request)
      throws InterruptedException {
    int taken = Math.min(room, atOnce);
    free.acquire(taken);
    CompletionStage<T> begun;
    try {
      throwFailure();
      begun = request.get();
    } catch (RuntimeException e) {
      free.release(taken);
      throw e;
    }
    return begun.whenComplete(
        (answer, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
          }
          free.release(taken);
        });
  }

  /** Returns when all have succeeded. */
  public void await() throws InterruptedException {
    free.acquire(atOnce);
    free.release(atOnce);
    throwFailure();
  }

  private void throwFailure() {
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("the store failed us: " + failed, failed);
    }
  }
}
