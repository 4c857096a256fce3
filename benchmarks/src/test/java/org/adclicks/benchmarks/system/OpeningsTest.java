package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpeningsTest {

  @Test
  void clicksAreAsOldAsTheAnswerThatFirstHasThem() {
    Openings openings = new Openings();
    openings.note(1_000, 900);
    openings.note(2_000, 900);
    openings.note(6_000, 5_000);
    openings.note(6_500, 4_000);
    openings.note(12_000, 6_000);

    Freshness freshness = openings.freshness(0, 100_000);

    // Those of 900..5000 are 1000 to 5100 old, those of 5000..6000 are 6000 to 7000.
    assertThat(freshness.max()).isEqualTo(7_000);
    assertThat(freshness.quantile(0.5)).isBetween(3_500.0, 3_600.0);
    assertThat(openings.freshness(7_000, 8_000).isEmpty()).isTrue();
  }
}
