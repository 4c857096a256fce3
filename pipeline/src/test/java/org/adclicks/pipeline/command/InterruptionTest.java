package org.adclicks.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Interruption interruption =
      new Interruption("load", new PrintStream(said, true, StandardCharsets.UTF_8));

  @Test
  void leavesTheTellingToWorkThatEndsInTime() {
    interruption.during(Duration.ofHours(1), () -> "7 of 9 lines were sent");
    assertThatCode(interruption::check).doesNotThrowAnyException();
    Thread hook = new Thread(interruption::request);
    hook.start();
    while (!interruption.isRequested()) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(interruption::check).isInstanceOf(CommandFailure.class);
    interruption.tell();
    interruption.close();

    assertThatCode(hook::join).doesNotThrowAnyException();
    assertThat(said()).isEqualToIgnoringNewLines("load: stopped: 7 of 9 lines were sent");
  }

  @Test
  void tellsForWorkThatDoesNotEndAndOnlyOnce() {
    interruption.during(Duration.ZERO, () -> "nothing was sent");
    interruption.request();
    interruption.tell();

    assertThat(said()).isEqualToIgnoringNewLines("load: stopped: nothing was sent");
  }

  @Test
  void loadSaysSoWhileItStillReads() throws IOException {
    try (CommandProcess load = CommandProcess.start("load", "-", "--state-dir=" + folder);
        OutputStream in = load.process().getOutputStream()) {
      in.write(new byte[100_000]);
      in.flush();
      // More than a pipe holds: it was read, so the command listens.
      in.write(new byte[100_000]);
      in.flush();

      assertThat(load.stop())
          .isEqualTo("load: stopped: reading was not finished, nothing was sent");
    }
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
