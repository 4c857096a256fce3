package org.adclicks.localstack.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.adclicks.localstack.process.ChildCommand;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.ChildProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BlackboardTest {

  private static final long SELF = ProcessHandle.current().pid();

  @TempDir Path folder;

  @Test
  void aProcessIsWrittenDownOnceItIsStarted() {
    StackState state = new StackState(folder);
    try (Blackboard blackboard = new Blackboard(state)) {
      ChildProcess.tellWhenStarted(blackboard::started);
      assertThat(living(state)).containsExactly(SELF);
      try (ChildProcess server = ChildProcess.start(waiting(), folder)) {
        // Nobody has waited until it is ready, and no part is up.
        assertThat(living(state)).containsExactly(SELF, server.pid());
        assertThat(state.report().orElseThrow().parts()).isEmpty();
      }
      assertThat(living(state)).containsExactly(SELF);
    }
  }

  private static List<Long> living(StackState state) {
    return state.report().orElseThrow().living().stream().map(ProcessHandle::pid).toList();
  }

  private ChildCommand waiting() {
    return new ChildCommand(
        "cassandra",
        System.getProperty("java.class.path"),
        ChildProcessTest.WaitingMain.class.getName(),
        List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
        List.of(folder.resolve("ready").toString()));
  }
}
