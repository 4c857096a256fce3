package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each alert fires when it should and is silent when not, as Prometheus' own tool has it. */
class AlertRulesTest {

  @Test
  void fireAndStaySilent() throws Exception {
    Optional<Path> found = Prometheus.program("promtool");
    assumeThat(found).as("promtool on this machine").isPresent();
    Path tool = found.orElseThrow();
    run(tool, "check", "config", "prometheus.yml");
    run(tool, "test", "rules", "alerts-test.yml");
  }

  private static void run(Path tool, String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of(tool.toString()), Stream.of(arguments)).toList())
            .directory(Prometheus.configs().resolve("prometheus").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
