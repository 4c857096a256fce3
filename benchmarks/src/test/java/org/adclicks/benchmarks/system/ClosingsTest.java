package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.Timestamp;
import java.util.List;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteState;
import org.junit.jupiter.api.Test;

class ClosingsTest {

  private final Closings closings = new Closings();

  @Test
  void takesTheFirstTimeAMinuteWasClosed() {
    closings.note(70_000, List.of(minute(0, MinuteState.OPEN)));
    closings.note(80_000, List.of(minute(0, MinuteState.CLOSED)));
    closings.note(900_000, List.of(minute(0, MinuteState.FINAL)));

    assertThat(closings.freshness(0, 60_000).max()).isEqualTo(80_000);
  }

  @Test
  void coversAnIntervalWhenAllOfItsMinutesAreClosed() {
    closings.note(80_000, List.of(minute(0, MinuteState.CLOSED)));

    assertThat(closings.cover(30_000, 60_000)).isTrue();
    assertThat(closings.cover(30_000, 60_001)).isFalse();
  }

  @Test
  void countsOnlyTheClicksOfTheInterval() {
    closings.note(130_000, List.of(minute(0, MinuteState.CLOSED), minute(1, MinuteState.CLOSED)));

    Freshness freshness = closings.freshness(50_000, 70_000);

    assertThat(freshness.max()).isEqualTo(80_000);
    assertThat(freshness.quantile(0.5)).isCloseTo(70_000, within(1.0));
  }

  private static Minute minute(long index, MinuteState state) {
    return Minute.newBuilder()
        .setMinute(Timestamp.newBuilder().setSeconds(index * 60))
        .setState(state)
        .build();
  }
}
