package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void findsALine() {
    Trend trend = new Trend();
    for (int x = 10; x < 20; x++) {
      trend.add(x, 7 - 2.5 * x);
    }

    assertThat(trend.slope()).isCloseTo(-2.5, within(1e-9));
    assertThat(trend.mean()).isCloseTo(7 - 2.5 * 14.5, within(1e-9));
  }

  @Test
  void hasNoSlopeWithoutTwoTimes() {
    Trend trend = new Trend();
    assertThat(trend.slope()).isZero();
    trend.add(1, 5);
    trend.add(1, 9);
    assertThat(trend.slope()).isZero();
  }
}
