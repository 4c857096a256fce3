package org.adclicks.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildCommandTest {

  private static final ChildCommand COMMAND =
      new ChildCommand(
          "kafka", "jars", "kafka.Kafka", List.of("-Xmx1g", "-XX:+UseSerialGC"), List.of());

  @Test
  void aCollectorChosenInTheEnvironmentReplacesOurs() {
    assertThat(COMMAND.words(Map.of())).contains("-Xmx1g", "-XX:+UseSerialGC");
    assertThat(COMMAND.words(Map.of("JAVA_TOOL_OPTIONS", "-Dx=1 -XX:+UseParallelGC")))
        .contains("-Xmx1g")
        .doesNotContain("-XX:+UseSerialGC");
    assertThat(COMMAND.words(Map.of("JDK_JAVA_OPTIONS", "-XX:+UseStringDeduplication")))
        .contains("-XX:+UseSerialGC");
  }
}
