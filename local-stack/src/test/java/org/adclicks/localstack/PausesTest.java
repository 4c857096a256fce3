package org.adclicks.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PausesTest {

  private final Pauses pauses = new Pauses();

  @Test
  void growToAMinuteWhileAPartDoesNotStayUp() {
    assertThat(Stream.generate(() -> pauses.after(Duration.ofSeconds(5))).limit(9))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void beginAnewAfterAHealthyWhile() {
    for (int i = 0; i < 5; i++) {
      pauses.after(Duration.ZERO);
    }
    assertThat(pauses.after(Duration.ofMinutes(3))).isEqualTo(Duration.ofSeconds(1));
    assertThat(pauses.after(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
  }
}
