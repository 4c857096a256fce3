package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.Installation;

/** This machine's Prometheus, if it has one, scraping a stack as runner-configs tells it to. */
final class Prometheus implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** A program of Prometheus'; says on standard error what is not tested where there is none. */
  static Optional<Path> program(String name) {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      System.err.println(
          "NOT TESTED: there is no "
              + name
              + " on this machine (Debian: apt-get install prometheus)");
    }
    return found;
  }

  /** Where what operators are given lies. */
  static Path configs() {
    return Installation.find().home().resolve("runner-configs");
  }

  static Prometheus start(Path program, Path folder, Endpoints endpoints) throws IOException {
    Path given = configs().resolve("prometheus");
    String config =
        Files.readString(given.resolve("prometheus.yml"))
            .replace("15s", "1s")
            .replace("- alerts.yml", "- " + given.resolve("alerts.yml"))
            .replace("\"127.0.0.1:9260\"", jobTargets(endpoints))
            .replace("127.0.0.1:8080", endpoints.queryEndpoint());
    Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
    int port = FreePort.any();
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--config.file=" + file,
                    "--storage.tsdb.path=" + folder.resolve("prometheus-data"),
                    "--web.listen-address=127.0.0.1:" + port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new Prometheus(process, port);
  }

  private static String jobTargets(Endpoints endpoints) {
    return IntStream.concat(
            IntStream.of(endpoints.metricsPort()), endpoints.storeMetricsPort().stream())
        .mapToObj(port -> "\"127.0.0.1:" + port + "\"")
        .collect(Collectors.joining(", "));
  }

  /** What an expression says now: nothing while it does not answer. */
  Optional<JsonNode> query(String expression) throws IOException, InterruptedException {
    return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .map(data -> data.get("result"))
        .filter(result -> !result.isEmpty());
  }

  /** The groups of rules as they were evaluated last. */
  Optional<JsonNode> rules() throws IOException, InterruptedException {
    return get("rules").map(data -> data.get("groups"));
  }

  private Optional<JsonNode> get(String path) throws IOException, InterruptedException {
    assertThat(process.isAlive()).as("Prometheus runs").isTrue();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path)).build();
    HttpResponse<String> answer;
    try {
      answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      return Optional.empty();
    }
    if (answer.statusCode() == 503) {
      return Optional.empty();
    }
    JsonNode said = JSON.readTree(answer.body());
    assertThat(said.get("status").asText()).as(path + ": " + answer.body()).isEqualTo("success");
    return Optional.of(said.get("data"));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
