package org.adclicks.pipeline.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private long nowMillis = 1_000_000;

  @Test
  void makesTimesUpFromTheStartAtTheRate() {
    Timeline timeline = timeline(5_000L, 10, false);

    assertThat(timeline.next(0)).isEqualTo(5_000);
    assertThat(timeline.next(25)).isEqualTo(7_500);
    assertThat(nowMillis).isEqualTo(1_000_000);
  }

  @Test
  void waitsUntilALineIsDue() {
    Timeline timeline = timeline(null, 10, true);

    assertThat(timeline.next(0)).isEqualTo(1_000_000);
    assertThat(timeline.next(25)).isEqualTo(1_002_500);
    assertThat(nowMillis).isEqualTo(1_002_500);
  }

  @Test
  void catchesUpWithoutWaitingWhenItIsBehind() {
    Timeline timeline = timeline(null, 10, true);
    nowMillis += 60_000;

    assertThat(timeline.next(25)).isEqualTo(1_060_000);
  }

  @Test
  void paysOutMadeUpTimesInRealTimeIfBothAreWanted() {
    Timeline timeline = timeline(5_000L, 10, true);

    assertThat(timeline.next(25)).isEqualTo(7_500);
    assertThat(nowMillis).isEqualTo(1_002_500);
  }

  @Test
  void isOfNowWhenItGoesAsFastAsItCan() {
    Timeline timeline = timeline(null, 10_000, false);
    nowMillis += 17;

    assertThat(timeline.next(0)).isEqualTo(1_000_017);
  }

  private Timeline timeline(@Nullable Long startMillis, long rate, boolean paced) {
    return new Timeline(startMillis, rate, paced, () -> nowMillis, pause -> nowMillis += pause);
  }
}
