package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.watch.MetricsPage;
import org.adclicks.localstack.watch.MetricsPage.Sample;

/** Looks at a running stack as its operators do: by what runner-configs gives them. */
final class WatchedStack {

  private static final Pattern NAME = Pattern.compile("adclicks_[a-z0-9_]+");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Endpoints endpoints;
  private final Path folder;

  WatchedStack(Endpoints endpoints, Path folder) {
    this.endpoints = endpoints;
    this.folder = folder;
  }

  /** Every name in rules and dashboard is one that job or service shows. */
  void assertNamesAreThere() throws Exception {
    Set<String> shown =
        Stream.of(
                page(endpoints.metricsUrls().get(0)),
                page(endpoints.storeMetricsUrl().orElseThrow()),
                page(endpoints.url() + "/metrics"))
            .flatMap(page -> page.samples().stream())
            .map(Sample::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> wanted = new TreeSet<>(names(String.join("\n", dashboard())));
    for (String line : Files.readAllLines(rules())) {
      if (!line.contains("action:")) {
        wanted.addAll(names(line));
      }
    }
    assertThat(wanted).hasSizeGreaterThan(25).isSubsetOf(shown);
  }

  /** Every query of the dashboard has an answer, and every rule can be evaluated. */
  void assertPrometheusSeesAll() throws Exception {
    Path program = Prometheus.program("prometheus").orElse(null);
    if (program == null) {
      return;
    }
    try (Prometheus prometheus = Prometheus.start(program, folder, endpoints)) {
      Instant deadline = Instant.now().plus(PATIENCE);
      List<String> silent = new ArrayList<>(dashboard());
      silent.add("up{job=\"adclicks-job\"} == 1");
      silent.add("up{job=\"adclicks-service\"} == 1");
      while (!silent.isEmpty()) {
        assertThat(Instant.now()).as("no answer to " + silent).isBefore(deadline);
        LockSupport.parkNanos(POLL.toNanos());
        List<String> still = new ArrayList<>();
        for (String expression : silent) {
          if (prometheus.query(expression).isEmpty()) {
            still.add(expression);
          }
        }
        silent = still;
      }
      JsonNode groups = prometheus.rules().orElseThrow();
      assertThat(groups).isNotEmpty();
      groups.forEach(
          group ->
              group
                  .get("rules")
                  .forEach(
                      rule ->
                          assertThat(rule.get("health").asText())
                              .as(rule.toString())
                              .isIn("ok", "unknown")));
    }
  }

  private static Path rules() {
    return Prometheus.configs().resolve("prometheus/alerts.yml");
  }

  private static List<String> dashboard() throws IOException {
    JsonNode dashboard =
        JSON.readTree(Prometheus.configs().resolve("grafana/adclicks.json").toFile());
    return dashboard.findValuesAsText("expr");
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      names.add(name.group());
    }
    return names;
  }

  private static MetricsPage page(String url) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(url).isEqualTo(200);
    return MetricsPage.parse(answer.body());
  }
}
