package org.adclicks.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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
  @EnabledOnOs(OS.LINUX)
  void whatIsBehindOthersHasLessOfAClaimToTheProcessor() throws Exception {
    Process process = shell(COMMAND.behindOthers(), "echo $$; read end");
    try {
      assertThat(process.inputReader().readLine()).isEqualTo(String.valueOf(process.pid()));
      assertThat(niceness("" + process.pid())).isEqualTo(Math.min(19, niceness("self") + 10));
    } finally {
      process.destroy();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void timersOfWhoHasSlackMayBeLate() throws Exception {
    Process process =
        shell(COMMAND.withTimerSlack().behindOthers(), "echo $$; cat /proc/$$/timerslack_ns");
    try (BufferedReader said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo(String.valueOf(process.pid()));
      assertThat(said.readLine()).isEqualTo("500000");
    } finally {
      process.destroy();
    }
  }

  /** In the JVM's place, with all that is before it. */
  private static Process shell(ChildCommand command, String script) throws IOException {
    List<String> words = command.words(Map.of());
    int java = words.indexOf(ChildCommand.javaBinary());
    assertThat(words.subList(java, words.size())).isEqualTo(COMMAND.words(Map.of()));
    List<String> shell = new ArrayList<>(words.subList(0, java));
    shell.addAll(List.of("sh", "-c", script));
    return new ProcessBuilder(shell).start();
  }

  /** The 19th field of proc(5)'s stat; a name in brackets is the second and may have blanks. */
  private static int niceness(String process) throws IOException {
    String stat = Files.readString(Path.of("/proc", process, "stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
  }
}
