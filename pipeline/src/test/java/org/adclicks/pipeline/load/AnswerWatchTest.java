package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.LineProgress;
import org.adclicks.pipeline.load.MinutesService.Answered;
import org.junit.jupiter.api.Test;

class AnswerWatchTest {

  private static final Answered BEFORE = new Answered(1_000, 10, 1, 0);
  private static final Answered BEFORE_LIVE = new Answered(-1_000, 10, 1, 0);

  private long nowMillis;
  private LongSupplier written = () -> 0;

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

  /** Others' clicks came into the same minutes: five answers more are not our five. */
  @Test
  void waitsOnWhenOthersWereCountedToo() throws CommandFailure {
    Answered settled = new Answered(-1, 40, 1, 0);
    Answered[] growing = new Answered[60];
    Arrays.setAll(growing, i -> i < 10 ? new Answered(-1, 16 + i, 1, 0) : settled);

    assertThat(watch(growing).await(new TouchedMinutes(), BEFORE_LIVE, 5, 1_000, false, quiet()))
        .isEqualTo(settled);
    assertThat(nowMillis).isGreaterThan(10_000);

    nowMillis = 0;
    Answered passed = new Answered(0, 17, 1, 0);
    assertThat(
            watch(new Answered(-1, 16, 1, 0), passed, settled)
                .await(new TouchedMinutes(), BEFORE_LIVE, 5, 1_000, false, quiet()))
        .isEqualTo(passed);
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

  @Test
  void isPatientWhileThePipelineWorksForOthers() throws CommandFailure {
    Answered[] busy = new Answered[500];
    for (int i = 0; i < busy.length; i++) {
      busy[i] = new Answered(1_000, 10, 1, 0, 11 + i);
    }
    busy[499] = new Answered(60_000, 15, 1, 0);

    Answered result = watch(busy).await(new TouchedMinutes(), BEFORE, 5, 60_000, true, quiet());

    assertThat(result).isEqualTo(busy[499]);
    assertThat(nowMillis).isGreaterThan(120_000);
  }

  @Test
  void isPatientWhileThePipelineWritesAnything() throws CommandFailure {
    // A minute with so many clicks that not one of them is answered for in a quarter of an hour.
    Answered[] reading = new Answered[2_000];
    Arrays.fill(reading, BEFORE);
    reading[1_999] = new Answered(60_000, 15, 1, 0);
    written = () -> nowMillis / 30_000;

    Answered result = watch(reading).await(new TouchedMinutes(), BEFORE, 5, 60_000, true, quiet());

    assertThat(result).isEqualTo(reading[1_999]);
    assertThat(nowMillis).isGreaterThan(900_000);
  }

  @Test
  void takesAFailedLookForNoSignOfLife() {
    // Nobody answers now and then: that the number is back is no news.
    written = () -> nowMillis / 15_000 % 2 * 1_000;
    AnswerWatch watch = watch(BEFORE);

    assertThatThrownBy(() -> watch.await(new TouchedMinutes(), BEFORE, 5, 60_000, true, quiet()))
        .hasMessageStartingWith("only 0 of 5 clicks are answered for");
    assertThat(nowMillis).isLessThan(200_000);
  }

  @Test
  void waitsForOthersTenfoldOnceItsOwnMinutesAreOver() {
    Answered[] live = new Answered[5_000];
    for (int i = 0; i < live.length; i++) {
      live[i] = new Answered(60_000 + i, 12, 1, 0, 100 + i);
    }

    assertThatThrownBy(
            () -> watch(live).await(new TouchedMinutes(), BEFORE, 5, 60_000, true, quiet()))
        .hasMessageStartingWith("only 2 of 5 clicks are answered for");
    assertThat(nowMillis).isBetween(600_000L, 700_000L);
  }

  /** A service that gives these answers in turn, and the last one for ever. */
  private AnswerWatch watch(Answered... answers) {
    Deque<Answered> left = new ArrayDeque<>(List.of(answers));
    return new AnswerWatch(
        minutes -> left.size() > 1 ? left.remove() : left.element(),
        () -> written.getAsLong(),
        Duration.ofSeconds(60),
        () -> nowMillis,
        pause -> nowMillis += pause);
  }

  private LineProgress quiet() {
    return new LineProgress(System.err, true, () -> nowMillis);
  }
}
