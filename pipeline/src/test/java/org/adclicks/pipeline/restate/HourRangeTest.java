package org.adclicks.pipeline.restate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.adclicks.proto.store.Periods;
import org.junit.jupiter.api.Test;

class HourRangeTest {

  private static final long FIVE = Instant.parse("2026-11-26T05:00:00Z").toEpochMilli();
  private static final long HOUR = Periods.HOUR_MILLIS;

  @Test
  void takesWholeHours() {
    assertThat(
            HourRange.covering(
                Instant.parse("2026-11-26T05:59:00Z"), Instant.parse("2026-11-26T06:01:00Z")))
        .isEqualTo(new HourRange(FIVE, FIVE + 2 * HOUR));
    assertThat(HourRange.covering(Instant.ofEpochMilli(FIVE), Instant.ofEpochMilli(FIVE + HOUR)))
        .isEqualTo(new HourRange(FIVE, FIVE + HOUR));
    assertThatThrownBy(
            () -> HourRange.covering(Instant.ofEpochMilli(FIVE), Instant.ofEpochMilli(FIVE)))
        .hasMessageContaining("no time from 2026-11-26T05:00:00Z");
    assertThatThrownBy(() -> new HourRange(FIVE + 1, FIVE + HOUR))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isCutAndPutTogether() {
    HourRange five = new HourRange(FIVE, FIVE + 5 * HOUR);
    assertThat(five.hours()).hasSize(5).startsWith(FIVE);
    assertThat(five.cut(2))
        .containsExactly(
            new HourRange(FIVE, FIVE + 2 * HOUR),
            new HourRange(FIVE + 2 * HOUR, FIVE + 4 * HOUR),
            new HourRange(FIVE + 4 * HOUR, FIVE + 5 * HOUR));
    assertThat(HourRange.ofHours(five.hours())).containsExactly(five);
    assertThat(HourRange.ofHours(List.of(FIVE, FIVE + 2 * HOUR, FIVE + 3 * HOUR)))
        .containsExactly(
            new HourRange(FIVE, FIVE + HOUR), new HourRange(FIVE + 2 * HOUR, FIVE + 4 * HOUR));
    assertThat(HourRange.ofHours(List.of())).isEmpty();
  }
}
