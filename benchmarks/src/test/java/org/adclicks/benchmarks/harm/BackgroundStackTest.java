package org.adclicks.benchmarks.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.adclicks.localstack.Runner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundStackTest {

  private static final String HOME = "adclicks.home";

  @TempDir private Path folder;
  private Optional<String> home = Optional.empty();

  @BeforeEach
  void aLauncherWhoseCommandsHaveNoEnd() throws IOException {
    home = Optional.ofNullable(System.getProperty(HOME));
    System.setProperty(HOME, folder.toString());
    Path launcher = Files.writeString(folder.resolve("adclicks"), "#!/bin/sh\nexec sleep 600\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void theRealLauncher() {
    home.ifPresentOrElse(
        before -> System.setProperty(HOME, before), () -> System.clearProperty(HOME));
  }

  @Test
  void aBenchmarkThatIsInterruptedLeavesNoCommandBehind() {
    BackgroundStack stack = new BackgroundStack(folder, Runner.FLINK, false, 1, Optional.empty());
    Process toTheLog = stack.start(List.of("generate", "--kafka"));
    Process toAFile = stack.start(List.of("reconcile"), folder.resolve("reconcile.txt"));
    stack.stop();
    assertThat(toTheLog.isAlive()).isFalse();
    assertThat(toAFile.isAlive()).isFalse();
  }
}
