package org.adclicks.pipeline.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.adclicks.pipeline.command.CommandProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class GenerateCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesTheSameFileAgainAndSaysWhatIsInIt() throws IOException {
    Path plain = folder.resolve("a.csv");
    Path packed = folder.resolve("b.csv.gz");

    assertThat(generate(plain)).isZero();
    assertThat(generate(packed)).isZero();

    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
          .isEqualTo(Files.readString(plain, StandardCharsets.ISO_8859_1))
          .hasLineCount(5_000);
    }
    assertThat(out.toString()).startsWith("generated 5000 lines: ");
  }

  @Test
  void saysInOneLineWhatIsWrong() {
    assertThat(run("--clicks", "0")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("generate: --clicks must be at least 1 (0 only with --kafka)");
    assertThat(run("--clicks", "5", "--countries", "US,XX", "--out", "x")).isEqualTo(2);
    assertThat(run("--clicks", "5", "--start", "yesterday", "--out", folder + "/x")).isEqualTo(2);
    assertThat(run("--clicks", "5", "--rate", "0", "--out", "x")).isEqualTo(2);
    assertThat(run("--clicks", "5", "--late", "200%", "--out", "x")).isEqualTo(2);
    assertThat(run("--clicks", "5", "--kafka", "--out", "x")).isEqualTo(2);
    assertThat(run("--clicks", "5", "--duplicates", "100%", "--out", "x")).isEqualTo(2);
    assertThat(run("--clicks", "5", "--out", folder + "/none/x")).isEqualTo(1);
  }

  @Test
  void saysHowToStartAStackIfNoneIsRunning() {
    assertThat(run("--kafka", "--state-dir", folder.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "generate: no stack is running: ./adclicks up (or name an endpoint with --bootstrap)");
  }

  @Test
  void stoppedByCtrlCSaysWhatIsWritten() throws IOException {
    Path file = folder.resolve("endless.csv");
    try (CommandProcess generate =
        CommandProcess.start("generate", "--clicks=2000000000", "--format=csv", "--out=" + file)) {
      // It has begun, and says so every second.
      assertThat(generate.nextLine()).contains(" of 2,000,000,000 lines");

      Matcher said =
          Pattern.compile("generate: stopped: generated (\\d+) lines: .* bad, in .* s")
              .matcher(generate.stop());
      assertThat(said.find()).isTrue();
      try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
        assertThat(lines.count()).isEqualTo(Long.parseLong(said.group(1)));
      }
    }
  }

  // Five lines are written when all are made, and not before.
  @ParameterizedTest
  @ValueSource(strings = {"5", "5000"})
  @EnabledOnOs(OS.LINUX)
  void failsIfStandardOutputTakesNothing(String clicks) throws Exception {
    try (CommandProcess generate =
        CommandProcess.startInto(Path.of("/dev/full"), "generate", "--clicks=" + clicks)) {
      assertThat(generate.nextLine()).startsWith("generate: standard output cannot be written: ");
      assertThat(generate.process().waitFor()).isEqualTo(1);
      assertThat(generate.stop()).as("more lines").isEmpty();
    }
  }

  @Test
  void endsWhenNobodyReadsItsOutputAnyMore() throws Exception {
    try (CommandProcess generate = CommandProcess.start("generate", "--clicks=2000000000")) {
      assertThat(generate.nextLine()).startsWith("{");
      generate.process().getInputStream().close();

      assertThat(generate.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(generate.process().exitValue()).isEqualTo(1);
    }
  }

  private int generate(Path file) {
    return run(
        "--clicks=5000",
        "--start=2021-03-01T10:00:00Z",
        "--format=csv",
        "--duplicates=1%",
        "--late=0.01",
        "--bad=1%",
        "--clock-skew=500ms",
        "--quiet",
        "--out=" + file);
  }

  private int run(String... arguments) {
    return new CommandLine(new GenerateCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
