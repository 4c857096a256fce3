package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Words nobody must find in what can be looked at. */
record Secrets(List<String> words) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final int LISTEN = 0x0A;

  static Secrets of(List<String> words) {
    return new Secrets(List.copyOf(words));
  }

  void assertNotIn(Path file) throws IOException {
    try {
      assertNotIn(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      // A file of a server that was there a moment ago.
    }
  }

  private void assertNotIn(String what, String text) {
    for (String word : words) {
      assertThat(text.contains(word)).as("a secret in " + what).isFalse();
    }
  }

  /** Of this machine, as far as they can be seen. */
  void assertNotInAnyProcess() throws IOException {
    int seen = 0;
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.toList()) {
        Path arguments = process.resolve("cmdline");
        if (process.getFileName().toString().matches("\\d+") && Files.isReadable(arguments)) {
          assertNotIn(arguments);
          seen++;
        }
      }
    }
    assertThat(seen).isGreaterThan(4);
  }

  /** Asks the Flink in this process for all it says of its jobs, and returns it. */
  String assertNotInFlinksPages(long pid) throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    for (int port : listening(pid)) {
      Optional<JsonNode> jobs = get(port, "/jobs").map(Secrets::json);
      if (jobs.isPresent() && jobs.get().has("jobs")) {
        List<String> pages = new ArrayList<>(List.of("/config", "/jobmanager/config", "/jobs"));
        for (JsonNode job : jobs.get().get("jobs")) {
          for (String page : List.of("", "/config", "/plan", "/exceptions", "/accumulators")) {
            pages.add("/jobs/" + job.get("id").asText() + page);
          }
        }
        for (String page : pages) {
          said.append(get(port, page).orElse(""));
        }
      }
    }
    assertNotIn("Flink's pages", said.toString());
    return said.toString();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode();
    }
  }

  private static Optional<String> get(int port, String page) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page))
              .timeout(Duration.ofSeconds(5))
              .build();
      return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The TCP ports a process listens on. */
  private static Set<Integer> listening(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      for (Path file : open.toList()) {
        String target = target(file);
        if (target.startsWith("socket:[")) {
          sockets.add(target.substring(8, target.length() - 1));
        }
      }
    }
    Set<Integer> ports = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", table))) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length > 9
            && sockets.contains(words[9])
            && Integer.parseInt(words[3], 16) == LISTEN) {
          ports.add(Integer.parseInt(words[1].substring(words[1].lastIndexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      // Closed meanwhile.
      return "";
    }
  }
}
