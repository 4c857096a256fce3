package org.adclicks.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaConfigFileTest {

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("kafka.properties");
  }

  @Test
  void tellsKindsOfClientsApart() throws Exception {
    KafkaConfigFile config =
        read(
            """
            security.protocol=SSL
            max.poll.records=7
            compression.type=zstd
            consumer.client.id=reader
            client.id=all
            plugin.setting=x
            """);

    assertThat(config.consumer())
        .containsOnly(
            entry("security.protocol", "SSL"),
            entry("max.poll.records", "7"),
            entry("client.id", "reader"),
            entry("plugin.setting", "x"));
    assertThat(config.producer())
        .containsOnly(
            entry("security.protocol", "SSL"),
            entry("compression.type", "zstd"),
            entry("client.id", "all"),
            entry("plugin.setting", "x"));
    assertThat(config.admin())
        .containsOnly(
            entry("security.protocol", "SSL"),
            entry("client.id", "all"),
            entry("plugin.setting", "x"));
    assertThat(config.forbidden()).isEmpty();
  }

  @Test
  void namesWhatIsNotToBeSet() throws Exception {
    assertThat(
            read("enable.auto.commit=true\nconsumer.auto.offset.reset=latest\nacks=1\n")
                .forbidden())
        .containsExactlyInAnyOrder("enable.auto.commit", "consumer.auto.offset.reset");
  }

  @Test
  void looksSecretsUpWhereTheyAre() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret $1"), "from a file\n");
    String lines =
        "ssl.key.password=a ${file:%s}, ${env:NAME}\nother=${vault:x}\n".formatted(secret);
    Files.writeString(file, lines);

    assertThat(SettingsFile.read(file, name -> name.equals("NAME") ? "from $2 outside" : null))
        .containsOnly(
            entry("ssl.key.password", "a from a file, from $2 outside"),
            entry("other", "${vault:x}"));

    Files.writeString(file, "config.providers=file\n" + lines);
    assertThat(read("config.providers=file\n" + lines).admin().toString()).contains("${env:NAME}");
  }

  @Test
  void saysWhatItLacksInOneLine() throws Exception {
    assertThatThrownBy(() -> KafkaConfigFile.read(folder.resolve("none")))
        .isInstanceOf(SettingsFileException.class)
        .hasMessageContainingAll("none' cannot be read");
    assertThatThrownBy(() -> read("ssl.key.password=${env:NO_SUCH_VARIABLE}"))
        .hasMessageContainingAll("NO_SUCH_VARIABLE for ssl.key.password, which is not set");
    assertThatThrownBy(() -> read("ssl.key.password=${file:/no/such/file}"))
        .hasMessageContainingAll("'/no/such/file' for ssl.key.password, which cannot be read");
  }

  private KafkaConfigFile read(String lines) throws Exception {
    Files.writeString(file, lines);
    return KafkaConfigFile.read(file);
  }
}
