package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.localstack.process.Installation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be seen of commands in the documents that no drill runs. */
class GuideCommandsTest {

  private static final String FENCE = "```";
  private static final Pattern METRICS_PORT = Pattern.compile("--metricsPort=(\\d+)");
  private static final Pattern CRONTAB = Pattern.compile("[0-9*/,-]+( [0-9*/,-]+){4} /.*");

  @ParameterizedTest
  @ValueSource(strings = {"cluster.md", "queue.md"})
  void theStoreJobShowsItsMetricsWherePrometheusIsToldToLook(String document) throws IOException {
    String scraped = Files.readString(Prometheus.configs().resolve("prometheus/prometheus.yml"));
    List<String> commands =
        blocks(document).stream()
            .flatMap(String::lines)
            .filter(line -> line.contains(" pipeline store "))
            .toList();
    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      Matcher port = METRICS_PORT.matcher(command);
      assertThat(port.find()).as(command).isTrue();
      assertThat(scraped).contains("\"127.0.0.1:" + port.group(1) + "\"");
    }
  }

  @Test
  void whatCronCallsHasNoPerCent() throws IOException {
    List<String> called =
        blocks("cluster.md").stream()
            .flatMap(String::lines)
            .filter(line -> CRONTAB.matcher(line).matches())
            .toList();
    assertThat(called).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotContain("%"));
  }

  @Test
  void itsScriptIsOne() throws Exception {
    List<String> scripts =
        blocks("cluster.md").stream().filter(block -> block.startsWith("#!/bin/sh\n")).toList();
    assertThat(scripts).hasSize(1);
    Process check = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
    check.getOutputStream().write(scripts.get(0).getBytes(StandardCharsets.UTF_8));
    check.getOutputStream().close();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
    assertThat(scripts.get(0)).contains("bin/adclicks reconcile ", "--metrics-file ");
  }

  /** Each with lines that a backslash continues put together. */
  private static List<String> blocks(String document) throws IOException {
    Path file = Installation.find().home().resolve("docs").resolve(document);
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith(FENCE)) {
        if (block != null) {
          block.append(line).append('\n');
        }
      } else if (block == null) {
        block = new StringBuilder();
      } else {
        blocks.add(block.toString().replaceAll("\\\\\n *", ""));
        block = null;
      }
    }
    return blocks;
  }
}
