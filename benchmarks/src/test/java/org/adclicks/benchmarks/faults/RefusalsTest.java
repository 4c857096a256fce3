package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private Instant now = Instant.parse("2021-03-01T10:00:00Z");
  private final Refusals refusals = new Refusals(() -> now);

  @Test
  void spansFromTheFirstRefusedQuestionToTheNextAnswerOfItsKind() {
    assertThat(answer("count")).isTrue();
    pass(1);
    assertThat(refuse("count", 5)).isFalse();
    answer("list");
    pass(2);
    refuse("count", 5);
    answer("count");
    pass(100);
    refuse("list", 3);
    answer("list");
    assertThat(refusals.longest().kind()).isEqualTo("count");
    assertThat(refusals.longest().length()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void whatIsStillRefusedLastsUntilNow() {
    answer("count");
    refuse("count", 5);
    pass(30);
    assertThat(refusals.longest().length()).isEqualTo(Duration.ofSeconds(35));
    assertThat(refusals.toString()).contains("UNAVAILABLE 1 times", "at last \"away\"");
  }

  @Test
  void beforeAnythingWasCountedNothingIsMissed() {
    refuse("count", 5);
    answer("count");
    assertThat(refusals.longest().length()).isZero();
  }

  @Test
  void otherFailuresAreNotRefusals() {
    assertThatThrownBy(
            () ->
                refusals.isAnswered(
                    "count",
                    () -> {
                      throw new IllegalStateException("a mistake of the drill");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(refusals).hasToString("none");
  }

  private boolean answer(String kind) {
    return refusals.isAnswered(kind, () -> {});
  }

  private boolean refuse(String kind, int afterSeconds) {
    return refusals.isAnswered(
        kind,
        () -> {
          pass(afterSeconds);
          throw Status.UNAVAILABLE.withDescription("away").asRuntimeException();
        });
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }
}
