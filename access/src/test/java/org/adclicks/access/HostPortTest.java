package org.adclicks.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @Test
  void readsSeveralAndWritesThemTheSame() {
    String text = "one:9092,10.0.0.2:9093,[2001:db8::1]:9094";

    assertThat(HostPort.parseAll(text))
        .containsExactly(
            new HostPort("one", 9092),
            new HostPort("10.0.0.2", 9093),
            new HostPort("2001:db8::1", 9094));
    assertThat(HostPort.join(HostPort.parseAll(" one:9092 , 10.0.0.2:9093,[2001:db8::1]:9094")))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "one", "one:", ":1", "one:0", "one:65536", "a b:1", "::1:9092", "a:1,"})
  void refusesOthers(String text) {
    assertThatThrownBy(() -> HostPort.parseAll(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not HOST:PORT");
  }
}
