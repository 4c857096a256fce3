package org.adclicks.benchmarks.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class FreezeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Process sleeper;

  @BeforeEach
  void start() throws IOException {
    sleeper = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void stop() {
    sleeper.destroyForcibly();
  }

  @Test
  void standsStillUntilItIsClosed() throws IOException {
    try (Freeze freeze = Freeze.of(sleeper.toHandle(), Duration.ZERO)) {
      assertThat(becomes('T')).as(freeze.toString()).isTrue();
    }
    assertThat(becomes('S')).isTrue();
  }

  private boolean becomes(char wanted) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (state() != wanted && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return state() == wanted;
  }

  /** As the kernel has it: T is stopped by a signal. */
  private char state() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + sleeper.pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }
}
