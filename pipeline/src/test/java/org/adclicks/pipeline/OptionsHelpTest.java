package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptionsHelpTest {

  @Test
  void namesDefaultsOfEveryType() {
    assertThat(OptionsHelp.lines())
        .contains("  --copiedTopic=false", "  --allowedLateness=10m")
        .anyMatch(line -> line.matches("  --minuteTopAds=\\d+"));
  }
}
