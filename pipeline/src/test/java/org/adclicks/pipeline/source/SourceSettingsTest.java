package org.adclicks.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.adclicks.click.line.AllowedSkew;
import org.junit.jupiter.api.Test;

class SourceSettingsTest {

  @Test
  void travelsInOptionsWhole() {
    SourceSettings settings =
        new SourceSettings(
            "127.0.0.1:1",
            "clicks",
            new WatermarkRule(1, new AllowedSkew(2, 3), 4),
            5,
            Map.of("isolation.level", "read_uncommitted"));

    assertThat(SourceSettings.of(settings.toMap())).isEqualTo(settings);
  }
}
