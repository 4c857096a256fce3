package org.adclicks.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.pipeline.kafka.TopicSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceSettingsTest {

  @Test
  void travelsInOptionsWhole() {
    SourceSettings settings =
        new SourceSettings(
            new TopicSettings(
                "127.0.0.1:1",
                "clicks",
                5,
                Map.of("isolation.level", "read_uncommitted"),
                "/etc/kafka.properties",
                true),
            new WatermarkRule(1, new AllowedSkew(2, 3), 4),
            true);

    assertThat(SourceSettings.of(settings.toMap())).isEqualTo(settings);
  }

  @Test
  void readsItsFileWhenAClientIsMade(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("kafka.properties");
    TopicSettings settings =
        new TopicSettings("127.0.0.1:1", "clicks", 5, Map.of(), file.toString(), false);

    for (String password : List.of("of yesterday", "of today")) {
      Files.writeString(
          file, "sasl.jaas.config=" + password + "\nconsumer.isolation.level=read_uncommitted\n");

      assertThat(settings.consumerSettings()).containsEntry("sasl.jaas.config", password);
      assertThat(settings.adminSettings())
          .containsEntry("sasl.jaas.config", password)
          .doesNotContainKey("isolation.level");
      assertThat(settings.consumerSettings())
          .containsEntry("isolation.level", "read_uncommitted")
          .containsEntry("auto.offset.reset", "none");
      assertThat(settings.skipsDeleted()).isFalse();
      assertThat(settings.toMap().toString()).doesNotContain(password);
    }
  }

  /** A consumer that may would pass over what was deleted, and say nothing. */
  @Test
  void onlyWhoReadsPassesOverWhatWasDeleted(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("kafka"), "auto.offset.reset=earliest\n");
    TopicSettings settings =
        new TopicSettings("127.0.0.1:1", "clicks", 5, Map.of(), file.toString(), false);

    assertThat(settings.skipsDeleted()).isTrue();
    assertThat(settings.consumerSettings()).containsEntry("auto.offset.reset", "none");
    assertThat(settings.withConfigFile(null).skipsDeleted()).isFalse();
  }
}
