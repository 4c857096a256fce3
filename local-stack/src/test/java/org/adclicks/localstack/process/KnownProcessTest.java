package org.adclicks.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class KnownProcessTest {

  private final ProcessHandle self = ProcessHandle.current();

  @Test
  void aLivingOneIsFoundAgain() {
    assertThat(KnownProcess.of(self.pid()).living()).contains(self);
  }

  @Test
  void oneThatBeganAtAnotherTimeIsAnother() {
    String began = KnownProcess.of(self.pid()).began();
    assertThat(new KnownProcess(self.pid(), began + "1").living()).isEmpty();
  }

  @Test
  void oneThatHasEndedIsNotFound() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    KnownProcess known = KnownProcess.of(ended.pid());
    ended.waitFor();
    assertThat(known.living()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void itsBeginningIsNoTimeOfDay() {
    Instant start = self.info().startInstant().orElseThrow();
    assertThat(KnownProcess.of(self.pid()).began())
        .matches("[0-9a-f-]{36}/[0-9]+")
        .doesNotContain(String.valueOf(start.getEpochSecond()));
  }
}
