package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack with its pipeline on a Flink cluster of its own, of which a worker is killed. */
class ClusterStackIT {

  private static final String FROM = "2021-03-01T10:00:00Z";
  private static final String TO = "2021-03-01T10:10:00Z";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PARTS =
      List.of(
          "kafka", "cassandra", "jobmanager", "taskmanager-1", "taskmanager-2", "query-service");

  @TempDir Path folder;

  private Launcher launcher;

  @BeforeEach
  void createLauncher() {
    launcher = new Launcher(folder);
  }

  @AfterEach
  void stop() throws Exception {
    launcher.run("down");
  }

  @Test
  void answersExactlyThoughAWorkerIsKilledAndStopsWithASavepoint() throws Exception {
    done("up", "--runner", "flink-cluster");
    assertThat(done("status")).contains(PARTS).contains("flink's page     http://127.0.0.1:");
    Path before = clicks("before", FROM);
    done("load", before.toString());
    ProcessHandle worker = process("taskmanager-1");
    assertThat(worker.destroyForcibly()).isTrue();
    worker.onExit().get(60, TimeUnit.SECONDS);
    Path after = clicks("after", "2021-03-01T10:05:00Z");
    done("load", after.toString(), "--until-closed");
    try (Oracle oracle = Oracle.load(before, after)) {
      Question all =
          Question.of(Instant.parse(FROM).toEpochMilli(), Instant.parse(TO).toEpochMilli());
      assertThat(top()).isEqualTo(oracle.top(all, 100));
    }
    assertThat(done("status")).containsPattern("taskmanager-1 +runs, .*started again 1 time");
    List<ProcessHandle> processes = processes();
    done("down");
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(launcher.stateDir().resolve("logs/supervisor.log"))
        .content()
        .contains("the job has stopped with the savepoint file:");
    try (Stream<Path> savepoints = Files.walk(launcher.stateDir().resolve("flink/savepoints"))) {
      assertThat(savepoints.filter(file -> file.endsWith("_metadata"))).hasSize(1);
    }
  }

  private Path clicks(String name, String start) throws Exception {
    Path file = folder.resolve(name + ".csv.gz");
    done(
        "generate",
        "--clicks",
        "10000",
        "--rate",
        "40",
        "--start",
        start,
        "--ads",
        "100",
        "--duplicates",
        "2%",
        "--late",
        "1%",
        "--format",
        "csv",
        "--seed",
        "5",
        "--out",
        file.toString());
    return file;
  }

  private List<AdCount> top() throws Exception {
    List<AdCount> ads = new ArrayList<>();
    String answer = done("query", "top", "--from", FROM, "--to", TO, "--count", "100", "--json");
    for (JsonNode ad : JSON.readTree(answer).get("ads")) {
      ads.add(new AdCount(ad.get("ad_id").asText(), ad.get("clicks").asLong()));
    }
    return ads;
  }

  private String done(String... arguments) throws Exception {
    Launcher.Result result = launcher.run(arguments);
    assertThat(result.exitCode()).as(List.of(arguments) + result.out() + result.err()).isZero();
    return result.out();
  }

  private List<ProcessHandle> processes() throws Exception {
    List<ProcessHandle> processes = new ArrayList<>();
    for (String part : PARTS) {
      processes.add(process(part));
    }
    return processes;
  }

  private ProcessHandle process(String part) throws Exception {
    Properties written = new Properties();
    try (var in = Files.newBufferedReader(launcher.stateDir().resolve("processes.properties"))) {
      written.load(in);
    }
    return ProcessHandle.of(Long.parseLong(written.getProperty(part))).orElseThrow();
  }
}
