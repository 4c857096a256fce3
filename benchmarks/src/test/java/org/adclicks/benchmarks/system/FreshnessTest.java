package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FreshnessTest {

  private static final long MINUTE = 60_000;

  @Test
  void spreadsTheClicksOfAMinuteEvenly() {
    Freshness freshness = new Freshness();
    freshness.add(0, MINUTE, MINUTE + 20_000);

    assertThat(freshness.quantile(0.5)).isCloseTo(50_000, within(1.0));
    assertThat(freshness.quantile(0.99)).isCloseTo(79_400, within(1.0));
    assertThat(freshness.max()).isEqualTo(80_000);
  }

  @Test
  void oneSlowMinuteOfTenIsAllOfTheSlowestTenth() {
    Freshness freshness = new Freshness();
    for (int i = 0; i < 9; i++) {
      freshness.add(i * MINUTE, (i + 1) * MINUTE, (i + 1) * MINUTE);
    }
    freshness.add(9 * MINUTE, 10 * MINUTE, 12 * MINUTE);

    assertThat(freshness.quantile(0.9)).isCloseTo(60_000, within(1.0));
    assertThat(freshness.quantile(0.95)).isCloseTo(150_000, within(1.0));
    assertThat(freshness.max()).isEqualTo(180_000);
  }

  @Test
  void aPartOfAMinuteWeighsAsMuchAsItsClicks() {
    Freshness freshness = new Freshness();
    freshness.add(30_000, MINUTE, MINUTE);
    freshness.add(MINUTE, 2 * MINUTE, 2 * MINUTE);

    // Up to 30 s: all of the first stretch, half of the second.
    assertThat(freshness.quantile(2.0 / 3)).isCloseTo(30_000, within(1.0));
  }

  @Test
  void refusesNoTime() {
    assertThatThrownBy(() -> new Freshness().add(5, 5, 9))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
