package org.adclicks.benchmarks.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PastHoursTest {

  @Test
  void areOfOneDay() {
    assertThat(PastHours.endingBy(Instant.parse("2026-11-27T05:00:00Z"), 5))
        .isEqualTo(hours("2026-11-27T00:00:00Z", "2026-11-27T05:00:00Z"));
    assertThat(PastHours.endingBy(Instant.parse("2026-11-27T04:00:00Z"), 5))
        .isEqualTo(hours("2026-11-26T19:00:00Z", "2026-11-27T00:00:00Z"));
    assertThat(PastHours.endingBy(Instant.parse("2026-11-27T00:00:00Z"), 1))
        .isEqualTo(hours("2026-11-26T23:00:00Z", "2026-11-27T00:00:00Z"));
    assertThat(PastHours.endingBy(Instant.parse("2026-11-26T23:00:00Z"), 24))
        .isEqualTo(hours("2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z"));
  }

  private static PastHours hours(String from, String to) {
    return new PastHours(Instant.parse(from), Instant.parse(to));
  }
}
