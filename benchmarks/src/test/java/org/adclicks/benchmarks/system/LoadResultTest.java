package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadResultTest {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Accounts ALL = new Accounts(990, 10, 0, 0);

  @Test
  void isSustainedWhenFreshCompleteAndSteady() {
    assertThat(result(1, 80, 0, ALL).isSustained(LIMIT)).isTrue();
  }

  @Test
  void staleAnswersAreNotSustained() {
    assertThat(result(1, 100, 0, ALL).shortfalls(LIMIT))
        .singleElement()
        .asString()
        .startsWith("p99 freshness");
  }

  @Test
  void fallingBackIsNotSustained() {
    assertThat(result(1, 80, 0.3, ALL).shortfalls(LIMIT))
        .containsExactly("as_of fell back by 0.30 s per second");
  }

  @Test
  void aSlowGeneratorProvesNothing() {
    assertThat(result(2, 80, 0, ALL).shortfalls(LIMIT))
        .containsExactly("only 500 lines/s could be generated beside it");
  }

  @Test
  void lostAndTooLateLinesAreToldApart() {
    assertThat(result(1, 80, 0, new Accounts(980, 10, 0, 0)).lost()).isEqualTo(10);
    LoadResult tooLate = result(1, 80, 0, new Accounts(980, 10, 10, 0));
    assertThat(tooLate.lost()).isZero();
    assertThat(tooLate.isComplete()).isFalse();
  }

  /** A thousand lines in so many seconds, the oldest of them so old when answered. */
  private static LoadResult result(
      double seconds, long oldestSeconds, double lagGrowth, Accounts accounts) {
    Freshness freshness = new Freshness();
    freshness.add(0, 60_000, oldestSeconds * 1000);
    return new LoadResult(
        new Load("probe", 1_000, Duration.ofSeconds(1), 1),
        new GeneratorLog.Sent(1_000, seconds),
        accounts,
        freshness,
        new Freshness(),
        lagGrowth,
        0,
        0,
        0,
        "",
        new Usage(List.of()),
        "",
        "",
        true);
  }
}
