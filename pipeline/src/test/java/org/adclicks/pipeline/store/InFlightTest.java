package org.adclicks.pipeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InFlightTest {

  private final InFlight requests = new InFlight(3);
  private final List<CompletableFuture<Void>> begun = new ArrayList<>();

  @Test
  void waitsUntilAllAreDone() throws Exception {
    begin();
    begin();
    CompletableFuture<Void> waiting = waiting();

    begun.get(0).complete(null);
    assertThat(waiting.isDone()).isFalse();
    begun.get(1).complete(null);
    waiting.get(10, TimeUnit.SECONDS);
  }

  @Test
  void beginsNoMoreThanSoManyAtOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      begin();
    }
    CompletableFuture<Void> fourth = CompletableFuture.runAsync(this::begin);

    assertThat(begun).hasSize(3);
    begun.get(1).complete(null);
    fourth.get(10, TimeUnit.SECONDS);
    assertThat(begun).hasSize(4);
  }

  @Test
  void failsWithWhatFailedLateAndBeginsNothingAfterIt() throws Exception {
    begin();
    begin();
    CompletableFuture<Void> waiting = waiting();
    begun.get(1).completeExceptionally(new IllegalArgumentException("too big"));
    begun.get(0).complete(null);

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasMessageContaining("too big");
    assertThatThrownBy(this::begin).hasMessageContaining("too big");
    assertThat(begun).hasSize(2);
  }

  private CompletableFuture<Void> waiting() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            requests.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private void begin() {
    try {
      requests
          .begin(
              () -> {
                CompletableFuture<Void> request = new CompletableFuture<>();
                begun.add(request);
                return request;
              })
          .exceptionally(failure -> null);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
