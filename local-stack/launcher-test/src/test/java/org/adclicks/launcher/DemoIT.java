package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

  @TempDir Path folder;

  @Test
  void replaysASampleAndFindsEveryAnswerRight() throws Exception {
    Launcher.Result result =
        new Launcher(folder).run("demo", "--once", "--seed", "7", "--clicks", "2000");
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .containsPattern(
            "verified: [1-9]\\d+ cells, [1-9]\\d+ lists, [1-9]\\d+ filtered answers, 0 wrong");
  }
}
