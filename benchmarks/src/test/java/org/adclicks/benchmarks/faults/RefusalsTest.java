package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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

  @Test
  void whatNothingThatIsAwayExplainsIsTold() {
    fail("count", Status.FAILED_PRECONDITION);
    fail("count", Status.DEADLINE_EXCEEDED);
    assertThat(refusals.unjustified()).isEmpty();
    answer("count");

    fail("count", Status.FAILED_PRECONDITION);
    fail("list", Status.INTERNAL);
    fail("list", Status.OUT_OF_RANGE);

    assertThat(refusals.unjustified())
        .containsOnlyKeys("count FAILED_PRECONDITION", "list INTERNAL", "list OUT_OF_RANGE");
    assertThat(refusals.answers("count")).isEqualTo(1);
    assertThat(refusals.answers("list")).isZero();
  }

  @Test
  void openMinutesMayBeMissingAtTimes() {
    Refusals open = new Refusals(() -> now, Set.of("open"));
    open.isAnswered("open", () -> {});
    open.isAnswered(
        "open",
        () -> {
          throw Status.FAILED_PRECONDITION.asRuntimeException();
        });
    open.isAnswered(
        "open",
        () -> {
          throw Status.INVALID_ARGUMENT.asRuntimeException();
        });
    assertThat(open.unjustified()).isEmpty();
  }

  private void fail(String kind, Status status) {
    refusals.isAnswered(
        kind,
        () -> {
          throw status.asRuntimeException();
        });
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
