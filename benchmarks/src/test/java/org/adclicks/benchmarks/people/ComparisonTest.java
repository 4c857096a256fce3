package org.adclicks.benchmarks.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.v1.MinuteState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final long TEN = 1795428000000L;
  private static final Question ASKED = Question.of(TEN, TEN + 60_000).withUser("u1");
  private static final List<String> IN_TIME =
      List.of("ad1,2026-11-23T10:00:00Z,u1,1.1.1.1,US", "ad2,2026-11-23T10:00:02Z,u1,1.1.1.1,US");

  private final Oracle inTime = Oracle.loadLines(IN_TIME);
  private final Oracle all =
      Oracle.loadLines(
          List.of(IN_TIME.get(0), IN_TIME.get(1), "ad1,2026-11-23T10:00:01Z,u1,1.1.1.1,US"));
  private final Comparison comparison = new Comparison(all, inTime);

  @AfterEach
  void close() {
    all.close();
    inTime.close();
  }

  @Test
  void whatIsFinalIsTheSame() {
    assertThat(isRight(MinuteState.FINAL, new AdCount("ad1", 2), new AdCount("ad2", 1))).isTrue();
    assertThat(isRight(MinuteState.FINAL, new AdCount("ad1", 2))).isFalse();
    assertThat(isRight(MinuteState.FINAL, new AdCount("ad1", 1), new AdCount("ad2", 2))).isFalse();
    assertThat(comparison.settled()).isEqualTo(3);
    assertThat(comparison.settledWithClicks()).isEqualTo(3);
  }

  @Test
  void whatIsClosedHasWhatCameInTimeAndNothingThatIsNotThere() {
    assertThat(isRight(MinuteState.CLOSED, new AdCount("ad1", 2), new AdCount("ad2", 1))).isTrue();
    assertThat(isRight(MinuteState.CLOSED, new AdCount("ad1", 1), new AdCount("ad2", 1))).isTrue();
    assertThat(isRight(MinuteState.CLOSED, new AdCount("ad1", 3), new AdCount("ad2", 1))).isFalse();
    assertThat(isRight(MinuteState.CLOSED, new AdCount("ad1", 2))).isFalse();
    assertThat(
            isRight(
                MinuteState.CLOSED,
                new AdCount("ad1", 1),
                new AdCount("ad2", 1),
                new AdCount("ad3", 1)))
        .isFalse();
    assertThat(isRight(MinuteState.CLOSED)).isFalse();
    assertThat(comparison.settled()).isZero();
  }

  private boolean isRight(MinuteState state, AdCount... ads) {
    int before = comparison.wrong().size();
    comparison.add(new Answered(ASKED, List.of(ads), state));
    return comparison.wrong().size() == before;
  }
}
