package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each starts a process of its own, so two wait beside one another. */
@Execution(ExecutionMode.CONCURRENT)
class WrongUsageIT {

  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "up",
          "down",
          "status",
          "generate",
          "load",
          "reconcile",
          "recompute",
          "query count",
          "query top",
          "pipeline",
          "serve");

  @TempDir Path folder;

  private Launcher launcher;

  @BeforeEach
  void createLauncher() {
    launcher = new Launcher(folder);
  }

  @Test
  void helpNamesEveryCommand() throws Exception {
    Launcher.Result result = launcher.run("--help");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains(COMMANDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate",
        "up --nope",
        "up --runner spark",
        "up --port 0",
        "up --nodes 2",
        "up --nodes 3 --secure",
        "up --nodes 3 --relays 1001:1002,1003:1004",
        "up --port http",
        "up --start-timeout soon",
        "down now",
        "demo --clicks many",
        "demo --clicks 3",
        "load",
        "load --nope",
        "recompute",
        "recompute --from yesterday --to 2024-03-01T10:00:00Z",
        "reconcile --from 2024-03-01T10:00:00Z --to 2024-03-01T10:00:00Z",
        "reconcile --from 2024-03-01T10:00:00Z --to 2024-03-01T11:00:00Z",
        "query count",
        "query top --count 0",
        "generate --rate fast",
        "serve --port many",
        "pipeline jobmanager --conf nowhere"
      })
  void saysInOneLineWhatIsWrong(String arguments) throws Exception {
    Launcher.Result result = launcher.run(arguments.split(" ", -1));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void withoutAStackDownIsContentAndOthersSayHowToStartOne() throws Exception {
    assertThat(launcher.run("down").exitCode()).isZero();
    assertThat(launcher.run("status").exitCode()).isEqualTo(1);
    Launcher.Result query = launcher.run("query", "top");
    assertThat(query.exitCode()).isNotZero();
    assertThat(query.err()).contains("./adclicks up");
    assertThat(query.err().lines()).hasSize(1);
  }

  @Test
  void aTakenPortIsSaidBeforeAnythingIsStarted() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Launcher.Result up = launcher.run("up", "--port", String.valueOf(taken.getLocalPort()));
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err()).hasLineCount(1).contains(taken.getLocalPort() + " is taken", "--port");
    }
    assertThat(launcher.stateDir().resolve("logs")).doesNotExist();
  }

  @Test
  void aStateFolderThatCannotBeUsedIsSaidInALine() throws Exception {
    Files.writeString(launcher.stateDir(), "no folder");
    Launcher.Result up = launcher.run("up");
    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err()).hasLineCount(1).contains("ADCLICKS_HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipeline", "serve"})
  void anotherCollectorIsChosenByJavaOpts(String command) throws Exception {
    Launcher.Result help =
        launcher.with("JAVA_OPTS", "-Xmx300m -XX:+UseParallelGC").run(command, "--help");
    assertThat(help.exitCode()).as(help.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "load", "query", "pipeline", "serve"})
  void aCollectorChosenForEveryJvmIsTaken(String command) throws Exception {
    Launcher.Result help =
        launcher.with("JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC").run(command, "--help");
    assertThat(help.exitCode()).as(help.err()).isZero();
  }
}
