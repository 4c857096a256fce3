package org.adclicks.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OnAndOnTest {

  @Test
  void whatItGatheredIsNotBelievedOnceItHasBrokenOff() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    OnAndOn broken =
        OnAndOn.start(
            "watch",
            Duration.ZERO,
            () -> {
              begun.countDown();
              throw new IllegalArgumentException("no such time");
            });
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
    broken.close();

    assertThatThrownBy(broken::requireWell)
        .isInstanceOf(BenchmarkFailure.class)
        .hasMessageContaining("watch broke off")
        .hasMessageContaining("no such time");
  }

  @Test
  void goesOnUntilItIsClosed() throws InterruptedException {
    CountDownLatch rounds = new CountDownLatch(3);
    try (OnAndOn asker = OnAndOn.start("watch", Duration.ZERO, rounds::countDown)) {
      assertThat(rounds.await(1, TimeUnit.MINUTES)).isTrue();
      asker.requireWell();
    }
  }
}
