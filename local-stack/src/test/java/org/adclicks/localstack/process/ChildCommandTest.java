package org.adclicks.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
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

  /** And is still the process that was started, with its id. */
  @Test
  void whatIsBehindOthersHasLessOfAClaimToTheProcessor() throws Exception {
    assertThat(COMMAND.words(Map.of()).get(0)).endsWith("java");
    List<String> words = COMMAND.behindOthers().words(Map.of());
    assumeTrue(words.get(0).endsWith("nice"), "this system cannot be told so");
    List<String> shell = new ArrayList<>(words.subList(0, 3));
    shell.addAll(List.of("sh", "-c", "echo $$; read end"));
    Process process = new ProcessBuilder(shell).start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo(String.valueOf(process.pid()));
      int ours = niceness(ProcessHandle.current().pid());
      assertThat(niceness(process.pid())).isEqualTo(Math.min(19, ours + 10));
    } finally {
      process.destroy();
    }
  }

  private static int niceness(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "nice=", "-p", String.valueOf(pid)).start();
    return Integer.parseInt(ps.inputReader().readLine().strip());
  }
}
