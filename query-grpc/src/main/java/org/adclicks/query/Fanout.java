package org.adclicks.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Runs the many small reads of one question concurrently, so many at a time, and waits for them.
 *
 * <p>Errors: the first failed read's own exception; reads not yet begun are left out then.
 */
final class Fanout {

  private final int atATime;

  Fanout(int atATime) {
    this.atATime = atATime;
  }

  <T> void forEach(Collection<T> items, Function<T, CompletionStage<Void>> read) {
    Semaphore permits = new Semaphore(atATime);
    CompletableFuture<Void> failure = new CompletableFuture<>();
    List<CompletableFuture<Void>> reads = new ArrayList<>(items.size());
    for (T item : items) {
      permits.acquireUninterruptibly();
      if (failure.isDone()) {
        break;
      }
      reads.add(
          read.apply(item)
              .whenComplete(
                  (done, problem) -> {
                    if (problem != null) {
                      failure.completeExceptionally(problem);
                    }
                    permits.release();
                  })
              .toCompletableFuture());
    }
    await(CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)));
  }

  /** Waits, and throws what the stage failed with rather than a wrapper of it. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
