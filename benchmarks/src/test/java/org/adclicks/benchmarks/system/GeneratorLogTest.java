package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorLogTest {

  private static final String DONE =
      """
      9,921 of 30,000 lines (33 %), 9,901 lines/s
      19,980 of 30,000 lines (66 %), 9,960 lines/s
      generated 30000 lines: 29400 clicks (290 late), 600 duplicates, 0 bad, in 3.00 s
      """;

  @TempDir Path folder;

  @Test
  void knowsHowFarItIs() {
    GeneratorLog log = new GeneratorLog(DONE.lines().limit(2).reduce("", (a, b) -> a + "\n" + b));

    assertThat(log.linesSoFar()).isEqualTo(19_980);
    assertThat(log.sent()).isEmpty();
  }

  @Test
  void knowsWhatWasSentAndHowFast() {
    GeneratorLog.Sent sent = new GeneratorLog(DONE).sent().orElseThrow();

    assertThat(sent.lines()).isEqualTo(30_000);
    assertThat(sent.linesPerSecond()).isEqualTo(10_000);
  }

  @Test
  void leavesOutEarlierGenerators() throws IOException {
    Path file = Files.writeString(folder.resolve("generate.log"), DONE);

    assertThat(GeneratorLog.read(file, Files.size(file)).sent()).isEmpty();
    assertThat(GeneratorLog.read(folder.resolve("none.log"), 0).linesSoFar()).isZero();
  }
}
