package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.localstack.oracle.SampleClick;
import org.adclicks.localstack.oracle.Scopes;
import org.adclicks.localstack.process.FreePort;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** One background stack from its start to its end, with clicks of years ago. */
@Isolated("what is down for a moment is to be seen so")
class BackgroundStackIT {

  private static final String FROM = "2021-03-01T10:00:00Z";
  private static final String TO = "2021-03-01T10:50:00Z";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Each look is a JVM beside those that come back. */
  private static final Duration POLL = Duration.ofSeconds(2);

  private static final List<String> PARTS =
      List.of("supervisor", "kafka", "cassandra", "pipeline", "store", "query-service");
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
  void answersOldClicksExactlyWhateverIsKilledAndLeavesNothingBehind() throws Exception {
    done("up", "--runner", "flink", "--queue");
    Launcher.Result again = launcher.run("up");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("already running").hasLineCount(1);

    assertLogWithoutAClickIsRefused();
    Path before = clicks("before", "2021-03-01T10:00:00Z", 8_000);
    done("load", before.toString(), "--until-closed");
    assertThat(done("status")).contains("pipeline", "kafka", "cassandra", "as of 2021-03-01T10:0");
    awaitCheckpoint();
    assertWatched();

    Path during = clicks("during", "2021-03-01T10:20:00Z", 1_000);
    killAndAwait("query-service");
    kill("cassandra");
    kill("pipeline");
    // load asks the service first, which has no store now; a server that writes logs does not.
    send("2021-03-01T10:20:00Z", 1_000);
    awaitWell("cassandra", "pipeline");
    killAndAwait("kafka");
    Path after = clicks("after", "2021-03-01T10:40:00Z", 2_000);
    done("load", after.toString(), "--until-closed");

    try (Oracle oracle = Oracle.load(before, during, after)) {
      assertAnswers(oracle);
      assertCommandsAnswer(oracle);
      assertWentOnAndSaidSoBriefly();
      killSupervisor();
      assertAdviceWorks();
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

  /** In one line that says why, and nothing waits for it. */
  private void assertLogWithoutAClickIsRefused() throws Exception {
    Path file = folder.resolve("seconds.csv");
    Files.writeString(file, "ad1,1614592800,u1,192.0.2.1,US\nad1,1614592801,u1,192.0.2.1,US\n");
    Launcher.Result load = launcher.run("load", file.toString());
    assertThat(load.exitCode()).as(load.err()).isEqualTo(1);
    assertThat(load.out() + load.err()).contains("looks like seconds since 1970");
    assertThat(done("status")).doesNotContain("NOT WELL");
  }

  private Path clicks(String name, String start, int lines) throws Exception {
    Path file = folder.resolve(name + ".csv.gz");
    generate(start, lines, "--out", file.toString());
    return file;
  }

  /** The same clicks straight to Kafka. */
  private void send(String start, int lines) throws Exception {
    generate(start, lines, "--kafka");
  }

  private void generate(String start, int lines, String... to) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "generate",
                "--clicks",
                String.valueOf(lines),
                "--rate",
                "40",
                "--start",
                start,
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
                "5"));
    words.addAll(List.of(to));
    done(words.toArray(String[]::new));
  }

  /** Until then a pipeline that is killed would rightly begin at the start of the topic. */
  private void awaitCheckpoint() throws Exception {
    until(
        "a checkpoint",
        () -> {
          try (Stream<Path> files = Files.walk(launcher.stateDir().resolve("checkpoints"))) {
            return files.anyMatch(file -> file.endsWith("_metadata"));
          } catch (UncheckedIOException e) {
            // Deleted while we looked.
            return false;
          }
        });
  }

  /** By people with status, and by machines with Prometheus. */
  private void assertWatched() throws Exception {
    Endpoints endpoints = Endpoints.read(launcher.stateDir()).orElseThrow();
    WatchedStack watched = new WatchedStack(endpoints, folder);
    until(
        "a checkpoint in the job's metrics",
        () -> done("status").matches("(?s).*completed [1-9].*"));
    assertThat(done("status"))
        .containsPattern("lines read [1-9]")
        .containsPattern("clicks counted [1-9]")
        .containsPattern("store job [0-9]+ s behind; queue read through number [1-9]")
        .containsPattern("questions [1-9]");
    watched.assertNamesAreThere();
    watched.assertPrometheusSeesAll();
  }

  private void killAndAwait(String part) throws Exception {
    kill(part);
    awaitWell(part);
  }

  private void kill(String part) throws Exception {
    ProcessHandle process = process(part).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(60, TimeUnit.SECONDS);
    Launcher.Result status = launcher.run("status");
    assertThat(status.out()).contains(part + " is down, and started again");
    assertThat(status.exitCode()).isEqualTo(1);
  }

  private void awaitWell(String... parts) throws Exception {
    // Its own notes first: they cost no JVM beside those that come back.
    until(
        "parts that are up",
        () -> Stream.of(parts).allMatch(part -> "up".equals(noted(part + ".condition"))));
    until("a status without complaint", () -> launcher.run("status").exitCode() == 0);
    for (String part : parts) {
      assertThat(done("status").lines().filter(line -> line.matches(part + " +runs, .*")))
          .singleElement()
          .asString()
          .contains("started again 1 time", "was killed (signal 9)");
    }
  }

  private void assertWentOnAndSaidSoBriefly() throws Exception {
    List<String> log =
        Files.readAllLines(
            launcher.stateDir().resolve("logs/pipeline.log"), StandardCharsets.UTF_8);
    assertThat(log).anyMatch(line -> line.contains("Going on from the checkpoint"));
    assertThat(log.stream().filter(line -> line.contains(" WARN ")).count()).isLessThan(200);
  }

  private void assertAdviceWorks() throws Exception {
    Launcher.Result query = launcher.run("query", "top");
    assertThat(query.exitCode()).isEqualTo(1);
    assertThat(query.err()).hasLineCount(1).contains("./adclicks status");
    Launcher.Result status = launcher.run("status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.out()).contains("has died", "./adclicks down, then ./adclicks up");
    done("down");
    int port = unreservedPort();
    done("up", "--runner", "flink", "--queue", "--port", String.valueOf(port));
    assertThat(Endpoints.read(launcher.stateDir()).orElseThrow().queryPort()).isEqualTo(port);
  }

  /** One that this process does not keep from others. */
  private static int unreservedPort() {
    return IntStream.range(20_000, 32_000).filter(FreePort::isFree).findFirst().orElseThrow();
  }

  private static void until(String what, Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      assertThat(Instant.now()).as(what).isBefore(deadline);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private void assertAnswers(Oracle oracle) throws Exception {
    long from = Instant.parse(FROM).toEpochMilli();
    long to = Instant.parse(TO).toEpochMilli();
    Question interval = Question.of(from, to);
    SampleClick click = oracle.sample(1).get(0);
    Question ofAd = interval.withAd(click.adId());
    assertThat(count(click.adId(), "")).isEqualTo(oracle.count(ofAd));
    String country = Scopes.valuesOf(click.scope()).getOrDefault("country", "");
    assertThat(count(click.adId(), "country=\"" + country + "\""))
        .isEqualTo(oracle.count(ofAd.withScope(country)));
    assertThat(count(click.adId(), "user_id=\"" + click.userId() + "\""))
        .isEqualTo(oracle.count(ofAd.withUser(click.userId())));
    assertThat(count("no-such-ad", "")).isZero();
    assertThat(top("")).isEqualTo(oracle.top(interval, 100));
    assertThat(top("country=\"DE\"")).isEqualTo(oracle.top(interval.withScope("DE"), 100));
    assertThat(top("ip=\"" + click.ip() + "\""))
        .isEqualTo(oracle.top(interval.withIp(click.ip()), 100));
  }

  private long count(String ad, String filter) throws Exception {
    return get(
            "/v1/ads/" + ad + "/aggregated_count", Map.of("from", FROM, "to", TO, "filter", filter))
        .get("count")
        .asLong();
  }

  private List<AdCount> top(String filter) throws Exception {
    return ads(get("/v1/ads/popular_ads", Map.of("from", FROM, "to", TO, "filter", filter)));
  }

  private static List<AdCount> ads(JsonNode answer) {
    List<AdCount> ads = new ArrayList<>();
    for (JsonNode ad : answer.get("ads")) {
      ads.add(new AdCount(ad.get("ad_id").asText(), ad.get("clicks").asLong()));
    }
    return ads;
  }

  private JsonNode get(String path, Map<String, String> parameters) throws Exception {
    String query =
        parameters.entrySet().stream()
            .map(
                parameter ->
                    parameter.getKey()
                        + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String url = Endpoints.read(launcher.stateDir()).orElseThrow().url();
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + path + "?" + query)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** What the commands print is what the service answers. */
  private void assertCommandsAnswer(Oracle oracle) throws Exception {
    Question interval =
        Question.of(Instant.parse(FROM).toEpochMilli(), Instant.parse(TO).toEpochMilli());
    SampleClick click = oracle.sample(1).get(0);
    String[] span = {"--from", FROM, "--to", TO, "--json"};
    assertThat(
            JSON.readTree(done(with(span, "query", "count", click.adId()))).get("count").asLong())
        .isEqualTo(oracle.count(interval.withAd(click.adId())));
    assertThat(ads(JSON.readTree(done(with(span, "query", "top", "--filter", "country=\"DE\"")))))
        .isEqualTo(oracle.top(interval.withScope("DE"), 100));
  }

  private static String[] with(String[] last, String... first) {
    return Stream.of(first, last).flatMap(Stream::of).toArray(String[]::new);
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
    List<ProcessHandle> processes = new ArrayList<>();
    Instant patience = Instant.now().plus(PATIENCE);
    for (String part : PARTS) {
      // The store job may be started a little after the service is healthy.
      while (process(part).isEmpty() && Instant.now().isBefore(patience)) {
        Thread.sleep(POLL.toMillis());
      }
      processes.add(process(part).orElseThrow());
    }
    return processes;
  }

  private Optional<ProcessHandle> process(String part) {
    String id = noted(part);
    return id == null ? Optional.empty() : ProcessHandle.of(Long.parseLong(id));
  }

  /** By the stack, of what runs. */
  private @Nullable String noted(String name) {
    Properties written = new Properties();
    try (var in = Files.newBufferedReader(launcher.stateDir().resolve("processes.properties"))) {
      written.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written.getProperty(name);
  }
}
