package org.adclicks.query.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.adclicks.query.question.Question;
import org.adclicks.query.question.QuestionEndedException;

/**
 * Runs the many small reads of one question concurrently, so many at a time, and waits for them.
 *
 * <p>All questions together have no more reads under way than the store's connections take; a
 * question that finds them in use waits.
 *
 * <p>Errors: the first failed read's own exception; reads not yet begun are left out then. {@link
 * QuestionEndedException} as soon as the question has ended.
 */
final class ConcurrentReads {

  private final int perQuestion;
  private final Semaphore inTotal;

  private ConcurrentReads(int perQuestion, Semaphore inTotal) {
    this.perQuestion = perQuestion;
    this.inTotal = inTotal;
  }

  static ConcurrentReads of(int perQuestion, int inTotal) {
    return new ConcurrentReads(perQuestion, new Semaphore(inTotal));
  }

  /** For larger reads: fewer of them per question, out of the same total. */
  ConcurrentReads withPerQuestion(int fewer) {
    return new ConcurrentReads(fewer, inTotal);
  }

  <T> void forEach(Collection<T> items, Function<T, CompletionStage<Void>> read) {
    Question question = Question.current();
    Semaphore permits = new Semaphore(perQuestion);
    CompletableFuture<Void> failure = new CompletableFuture<>();
    List<CompletableFuture<Void>> reads = new ArrayList<>(items.size());
    for (T item : items) {
      question.acquire(permits);
      if (failure.isDone()) {
        break;
      }
      question.acquire(inTotal);
      reads.add(
          begin(read, item)
              .whenComplete(
                  (done, problem) -> {
                    if (problem != null) {
                      failure.completeExceptionally(problem);
                    }
                    inTotal.release();
                    permits.release();
                  })
              .toCompletableFuture());
    }
    question.await(CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)));
  }

  private static <T> CompletionStage<Void> begin(Function<T, CompletionStage<Void>> read, T item) {
    try {
      return read.apply(item);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
