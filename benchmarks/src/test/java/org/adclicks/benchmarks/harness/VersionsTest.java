package org.adclicks.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.localstack.process.Installation;
import org.junit.jupiter.api.Test;

class VersionsTest {

  private final Report report = new Report("some", "./adclicks bench some");

  @Test
  void areTheBuildsOwn() {
    Versions.tell(report, "beam", "cassandra", "duckdb", "flink", "jmh", "parquet");
    assertThat(report.toMarkdown())
        .containsPattern("beam \\d+\\.\\d+\\.\\d+, cassandra \\d+\\.\\d+\\.\\d+, duckdb \\d")
        .containsPattern("flink \\d+\\.\\d+\\.\\d+, jmh \\d+\\.\\d+, parquet \\d+\\.\\d+\\.\\d+");
  }

  /** That server's POM has no parent to take it from. */
  @Test
  void cassandraIsTheOneThatIsStarted() throws Exception {
    Path pom = Installation.find().home().resolve("local-stack/servers/cassandra/pom.xml");
    String version =
        Files.readString(pom)
            .replaceFirst(
                "(?s).*<cassandra-server.version>(.*)</cassandra-server.version>.*", "$1");
    Versions.tell(report, "cassandra");
    assertThat(report.toMarkdown()).contains("cassandra " + version + ".\n");
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> Versions.tell(report, "spark"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("versions.properties does not name spark");
  }
}
