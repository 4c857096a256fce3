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
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.FreePort;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.localstack.oracle.SampleClick;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One background stack from its start to its end, with clicks of years ago. */
class BackgroundStackIT {

  private static final String FROM = "2021-03-01T10:00:00Z";
  private static final String TO = "2021-03-01T10:10:00Z";
  private static final ObjectMapper JSON = new ObjectMapper();

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
  void answersOldClicksExactlyAlsoAfterACrashAndLeavesNothingBehind() throws Exception {
    done("up", "--runner", "flink");
    Launcher.Result again = launcher.run("up");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("already running").hasLineCount(1);

    Path clicks = folder.resolve("clicks.csv.gz");
    done(
        "generate",
        "--clicks",
        "20000",
        "--rate",
        "40",
        "--start",
        FROM,
        "--ads",
        "200",
        "--users",
        "500",
        "--duplicates",
        "2%",
        "--late",
        "1%",
        "--format",
        "csv",
        "--seed",
        "5",
        "--out",
        clicks.toString());
    done("load", clicks.toString(), "--until-closed");
    assertThat(done("status")).contains("pipeline", "kafka", "cassandra", "as of 2021-03-01T10:0");

    try (Oracle oracle = Oracle.load(clicks)) {
      assertAnswers(oracle);
      killSupervisor();
      assertThat(launcher.run("status").exitCode()).isEqualTo(1);
      done("up", "--runner", "flink");
      assertAnswers(oracle);
    }

    List<ProcessHandle> processes = processes();
    Endpoints endpoints = Endpoints.read(launcher.stateDir()).orElseThrow();
    done("down");
    assertThat(processes).hasSizeGreaterThan(4).noneMatch(ProcessHandle::isAlive);
    assertThat(List.of(endpoints.kafkaPort(), endpoints.cassandraPort(), endpoints.queryPort()))
        .noneMatch(FreePort::isServed);
    assertThat(done("down")).contains("no stack is running");
  }

  private void assertAnswers(Oracle oracle) throws Exception {
    long from = Instant.parse(FROM).toEpochMilli();
    long to = Instant.parse(TO).toEpochMilli();
    Question interval = Question.of(from, to);
    SampleClick click = oracle.sample(1).get(0);
    Question ofAd = interval.withAd(click.adId());
    assertThat(count(click.adId(), "")).isEqualTo(oracle.count(ofAd));
    assertThat(count(click.adId(), "country=\"" + click.country() + "\""))
        .isEqualTo(oracle.count(ofAd.withCountry(click.country())));
    assertThat(count(click.adId(), "user_id=\"" + click.userId() + "\""))
        .isEqualTo(oracle.count(ofAd.withUser(click.userId())));
    assertThat(count("no-such-ad", "")).isZero();
    assertThat(top("")).isEqualTo(oracle.top(interval, 100));
    assertThat(top("country=\"DE\"")).isEqualTo(oracle.top(interval.withCountry("DE"), 100));
    assertThat(top("ip=\"" + click.ip() + "\""))
        .isEqualTo(oracle.top(interval.withIp(click.ip()), 100));
  }

  private long count(String ad, String filter) throws Exception {
    return JSON.readTree(
            done("query", "count", ad, "--from", FROM, "--to", TO, "--filter", filter, "--json"))
        .get("clicks")
        .asLong();
  }

  private List<AdCount> top(String filter) throws Exception {
    List<AdCount> ads = new ArrayList<>();
    for (JsonNode ad :
        JSON.readTree(
                done("query", "top", "--from", FROM, "--to", TO, "--filter", filter, "--json"))
            .get("ads")) {
      ads.add(new AdCount(ad.get("ad_id").asText(), ad.get("clicks").asLong()));
    }
    return ads;
  }

  private String done(String... arguments) throws Exception {
    Launcher.Result result = launcher.run(arguments);
    assertThat(result.exitCode()).as(List.of(arguments) + result.out() + result.err()).isZero();
    return result.out();
  }

  private void killSupervisor() throws Exception {
    List<ProcessHandle> processes = processes();
    ProcessHandle supervisor =
        processes.stream()
            .filter(process -> process.children().findAny().isPresent())
            .findFirst()
            .orElseThrow();
    supervisor.destroyForcibly();
    for (ProcessHandle process : processes) {
      process.onExit().get(60, TimeUnit.SECONDS);
    }
  }

  /** The supervisor and its children, as the stack wrote them down. */
  private List<ProcessHandle> processes() throws Exception {
    Properties written = new Properties();
    try (var in = Files.newBufferedReader(launcher.stateDir().resolve("processes.properties"))) {
      written.load(in);
    }
    return written.stringPropertyNames().stream()
        .map(name -> ProcessHandle.of(Long.parseLong(written.getProperty(name))).orElseThrow())
        .toList();
  }
}
