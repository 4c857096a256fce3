package org.adclicks.benchmarks.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InTimeTest {

  private final InTime inTime = new InTime();

  @Test
  void aClickIsInTimeUntilSomethingBehindItsMinutesEnd() {
    assertThat(is(30_000)).isTrue();
    assertThat(is(70_000)).isTrue();
    assertThat(is(59_999)).isTrue();
    assertThat(is(70_001)).isTrue();
    assertThat(is(59_999)).isFalse();
    assertThat(is(60_000)).isTrue();
    assertThat(is(1_000_000)).isTrue();
    assertThat(is(70_001)).isFalse();
  }

  private boolean is(long millis) {
    return inTime.isSurely(
        "{\"ad_id\":\"a\",\"click_timestamp\":" + millis + ",\"user_id\":\"u\"}");
  }
}
