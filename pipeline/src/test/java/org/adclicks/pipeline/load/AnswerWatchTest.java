package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.adclicks.pipeline.load.MinutesService.Answered;
import org.junit.jupiter.api.Test;

class AnswerWatchTest {

  private static final Answered BEFORE = new Answered(1_000, 10, 1, 0);

  private long nowMillis;

  @Test
  void waitsUntilEveryClickIsCountedDroppedOrCalledTooLate() throws CommandFailure {
    Answered all = new Answered(1_000, 15, 3, 2);

    Answered result =
        watch(new Answered(1_000, 12, 1, 0), new Answered(1_000, 15, 3, 1), all)
            .await(new TouchedMinutes(), BEFORE, 9, 1_000, false, quiet());

    assertThat(result).isEqualTo(all);
    assertThat(result.since(BEFORE)).isEqualTo(new Answered(1_000, 5, 2, 2));
  }

  @Test
  void waitsForTheNewestMinuteToCloseIfAsked() throws CommandFailure {
    Answered closed = new Answered(60_000, 15, 1, 0);

    Answered result =
        watch(new Answered(1_000, 15, 1, 0), new Answered(59_999, 15, 1, 0), closed)
            .await(new TouchedMinutes(), BEFORE, 5, 60_000, true, quiet());

    assertThat(result).isEqualTo(closed);
  }

  @Test
  void saysHowManyClicksAreMissingWhenNothingMovesForLong() {
    AnswerWatch watch = watch(new Answered(1_000, 12, 1, 0));

    assertThatThrownBy(() -> watch.await(new TouchedMinutes(), BEFORE, 5, 1_000, false, quiet()))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "only 2 of 5 clicks are answered for, and nothing has moved for 60 s."
                + " Is the pipeline running? ./adclicks status");
    assertThat(nowMillis).isBetween(60_000L, 62_000L);
  }

  @Test
  void saysHowFarItIsWhenTheMinuteDoesNotClose() {
    AnswerWatch watch = watch(new Answered(Long.MIN_VALUE, 15, 1, 0));

    assertThatThrownBy(() -> watch.await(new TouchedMinutes(), BEFORE, 5, 60_000, true, quiet()))
        .hasMessageStartingWith("as_of is unknown and does not reach 1970-01-01T00:01:00Z");
  }

  @Test
  void isPatientAsLongAsAnythingMoves() throws CommandFailure {
    Answered[] creeping = new Answered[500];
    for (int i = 0; i < creeping.length; i++) {
      creeping[i] = new Answered(1_000 + i, 10, 1, 0);
    }
    creeping[499] = new Answered(1_500, 15, 1, 0);

    Answered result =
        watch(creeping).await(new TouchedMinutes(), BEFORE, 5, 60_000, false, quiet());

    assertThat(result).isEqualTo(creeping[499]);
    assertThat(nowMillis).isGreaterThan(60_000);
  }

  @Test
  void givesUpWhenOnlyTheClockMovesPastTheClicks() {
    Answered[] idle = new Answered[500];
    for (int i = 0; i < idle.length; i++) {
      idle[i] = new Answered(60_000 + i * 10_000L, 12, 1, 0);
    }

    assertThatThrownBy(
            () -> watch(idle).await(new TouchedMinutes(), BEFORE, 5, 60_000, true, quiet()))
        .hasMessageStartingWith("only 2 of 5 clicks are answered for");
  }

  /** A service that gives these answers in turn, and the last one for ever. */
  private AnswerWatch watch(Answered... answers) {
    Deque<Answered> left = new ArrayDeque<>(List.of(answers));
    return new AnswerWatch(
        minutes -> left.size() > 1 ? left.remove() : left.element(),
        Duration.ofSeconds(60),
        () -> nowMillis,
        pause -> nowMillis += pause);
  }

  private LoadProgress quiet() {
    return new LoadProgress(System.err, true, () -> nowMillis);
  }
}
