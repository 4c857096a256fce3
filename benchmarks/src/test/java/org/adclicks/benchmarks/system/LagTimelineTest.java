package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LagTimelineTest {

  @Test
  void isCaughtUpAfterTheLastLookAboveTheLimit() {
    LagTimeline lag = new LagTimeline();
    lag.add(1_000, 0);
    lag.add(100_000, 50_000);
    // Behind again, only after the last click.
    lag.add(200_000, 100_000);
    lag.add(210_000, 115_000);
    lag.add(220_000, 200_000);

    assertThat(lag.underAgainAfter(150_000, 90_000)).isEqualTo(60_000);
    assertThat(lag.underAgainAfter(150_000, 100_000)).isZero();
    assertThat(lag.max()).isEqualTo(100_000);
    assertThat(lag.newest()).isEqualTo(20_000);
  }

  @Test
  void growsByWhatIsNotKeptUpWith() {
    LagTimeline steady = new LagTimeline();
    LagTimeline slow = new LagTimeline();
    for (long second = 0; second < 120; second++) {
      long now = second * 1000;
      steady.add(now, now - now % 10_000 - 15_000);
      slow.add(now, now * 3 / 4);
    }

    assertThat(steady.growth(0, 120_000)).isCloseTo(0, within(0.02));
    assertThat(slow.growth(0, 120_000)).isCloseTo(0.25, within(0.001));
  }
}
