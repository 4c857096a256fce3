package org.adclicks.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.adclicks.query.question.Question;
import org.adclicks.query.question.QuestionEndedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrentReadsTest {

  private final ExecutorService store = Executors.newFixedThreadPool(16);
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  @AfterEach
  void stop() {
    store.shutdownNow();
  }

  @Test
  void readsAllButNeverTooManyAtATime() {
    ConcurrentReads.of(3, 100).forEach(numbers(500), number -> read());
    assertThat(done).hasValue(500);
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void sharesItsTotalWithTheLargerReads() {
    ConcurrentReads.of(8, 2).withPerQuestion(4).forEach(numbers(500), number -> read());
    assertThat(done).hasValue(500);
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void failsWithTheReadsOwnProblemAndGivesItsPermitsBack() {
    ConcurrentReads fanout = ConcurrentReads.of(2, 2);
    for (int round = 0; round < 5; round++) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  fanout.forEach(
                      numbers(10),
                      number -> {
                        if (number % 2 == 0) {
                          return CompletableFuture.failedFuture(new IllegalStateException("gone"));
                        }
                        throw new IllegalStateException("gone");
                      }))
          .withMessage("gone");
    }
    fanout.forEach(numbers(10), number -> read());
    assertThat(done).hasValue(10);
  }

  @Test
  void stopsWhenNobodyWaitsAnyMore() throws InterruptedException {
    ConcurrentReads fanout = ConcurrentReads.of(2, 2);
    Question question = Question.lasting(Duration.ofMinutes(1));
    CompletableFuture<Void> silent = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(2);
    CompletableFuture<Boolean> asked =
        CompletableFuture.supplyAsync(
            () ->
                question.run(
                    () -> {
                      fanout.forEach(
                          numbers(500),
                          number -> {
                            begun.countDown();
                            return silent;
                          });
                      return true;
                    }),
            store);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    question.end();
    assertThatThrownBy(() -> asked.get(1, TimeUnit.SECONDS))
        .hasCauseInstanceOf(QuestionEndedException.class);
    silent.complete(null);
    fanout.forEach(numbers(10), number -> read());
    assertThat(done).hasValue(10);
  }

  @Test
  void stopsWhenTheTimeIsOver() {
    ConcurrentReads fanout = ConcurrentReads.of(2, 2);
    assertThatExceptionOfType(QuestionEndedException.class)
        .isThrownBy(
            () ->
                Question.lasting(Duration.ofMillis(50))
                    .run(
                        () -> {
                          fanout.forEach(numbers(1), number -> new CompletableFuture<>());
                          return true;
                        }))
        .satisfies(
            e -> assertThat(e.reason()).isEqualTo(QuestionEndedException.Reason.STORE_SILENT));
  }

  private CompletableFuture<Void> read() {
    return CompletableFuture.runAsync(
        () -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          done.incrementAndGet();
          underWay.decrementAndGet();
        },
        store);
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
