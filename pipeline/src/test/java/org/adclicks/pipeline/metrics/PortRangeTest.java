package org.adclicks.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {

  @Test
  void isOnePortOrSeveralInOrder() {
    assertThat(PortRange.parse("9260")).containsExactly(9260);
    assertThat(PortRange.parse("9260-9262")).containsExactly(9260, 9261, 9262);
    assertThat(PortRange.parse("65535-65535")).containsExactly(65535);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "9262-9260", "9260-", "9260,9261", "http", "-1"})
  void isNothingElse(String text) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> PortRange.parse(text))
        .withMessage(
            "\"" + text + "\" is no port, 1 to 65535, and no range of them such as 9260-9269");
  }
}
