package org.adclicks.transforms.minutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class LatenessTest {

  private static final long MINUTE = 600_000;
  private static final Lateness TWO_MINUTES = Lateness.of(Duration.standardMinutes(2));

  @Test
  void aMinuteIsLateFromItsEndAndTooLateWhenTheLatenessIsOver() {
    assertThat(TWO_MINUTES.isLate(MINUTE, 659_999)).isFalse();
    assertThat(TWO_MINUTES.isLate(MINUTE, 660_000)).isTrue();
    assertThat(TWO_MINUTES.isTooLate(MINUTE, 779_999)).isFalse();
    assertThat(TWO_MINUTES.isTooLate(MINUTE, 780_000)).isTrue();
    assertThat(TWO_MINUTES.finalAt(MINUTE)).isEqualTo(780_000);
  }

  @Test
  void aWindowIsFinalWithItsLastMinute() {
    assertThat(TWO_MINUTES.windowFinalAt(660_000)).isEqualTo(780_000);
    assertThat(TWO_MINUTES.windowFinalAt(610_000)).isEqualTo(780_000);
  }

  @Test
  void whatIsFinalThroughSomeTimeIsExactlyWhatIsTooLateThen() {
    for (long watermark = 700_000; watermark < 1_000_000; watermark += 7_777) {
      long through = TWO_MINUTES.finalThrough(watermark);
      assertThat(TWO_MINUTES.isTooLate(through - 60_000, watermark)).isTrue();
      assertThat(TWO_MINUTES.isTooLate(through, watermark)).isFalse();
    }
  }

  @Test
  void withoutLatenessWhatIsLateIsTooLate() {
    Lateness none = new Lateness(0);
    assertThat(none.isTooLate(MINUTE, 660_000)).isTrue();
    assertThat(none.plus(Duration.millis(5)).isTooLate(MINUTE, 660_004)).isFalse();
  }

  @Test
  void isTenMinutesUnlessSaidOtherwiseAndNeverNegative() {
    assertThat(Lateness.DEFAULT.millis()).isEqualTo(600_000);
    assertThatThrownBy(() -> new Lateness(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not be negative");
  }
}
