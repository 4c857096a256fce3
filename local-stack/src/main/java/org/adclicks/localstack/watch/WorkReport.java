package org.adclicks.localstack.watch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.adclicks.localstack.Endpoints;
import org.adclicks.proto.client.ServiceKey;

/**
 * What jobs and service have done since they started, in a few lines, and what of it wants a
 * person.
 *
 * <p>A page that cannot be read is said to be missing; whether its part runs is for others to say.
 */
public final class WorkReport {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** gRPC's numbers of the statuses a question of the service may end with. */
  private static final Map<String, String> STATUSES =
      Map.ofEntries(
          Map.entry("0", "OK"),
          Map.entry("1", "CANCELLED"),
          Map.entry("3", "INVALID_ARGUMENT"),
          Map.entry("4", "DEADLINE_EXCEEDED"),
          Map.entry("7", "PERMISSION_DENIED"),
          Map.entry("8", "RESOURCE_EXHAUSTED"),
          Map.entry("9", "FAILED_PRECONDITION"),
          Map.entry("11", "OUT_OF_RANGE"),
          Map.entry("13", "INTERNAL"),
          Map.entry("14", "UNAVAILABLE"),
          Map.entry("16", "UNAUTHENTICATED"));

  private final Optional<MetricsPage> job;
  private final Optional<StoreJobReport> store;
  private final Optional<MetricsPage> service;

  private WorkReport(
      Optional<MetricsPage> job, Optional<StoreJobReport> store, Optional<MetricsPage> service) {
    this.job = job;
    this.store = store;
    this.service = service;
  }

  /** As they tell it now. */
  public static WorkReport of(Endpoints endpoints) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    List<MetricsPage> pages =
        endpoints.metricsUrls().stream()
            .flatMap(url -> read(client, request(url)).stream())
            .toList();
    Optional<MetricsPage> job =
        pages.isEmpty() ? Optional.empty() : Optional.of(MetricsPage.together(pages));
    return new WorkReport(
        job,
        endpoints.storeMetricsUrl().map(url -> StoreJobReport.of(read(client, request(url)), job)),
        read(client, withKey(request(endpoints.url() + "/metrics"))));
  }

  static WorkReport of(String jobPage, String servicePage) {
    return new WorkReport(
        Optional.of(MetricsPage.parse(jobPage)),
        Optional.empty(),
        Optional.of(MetricsPage.parse(servicePage)));
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  private static HttpRequest.Builder withKey(HttpRequest.Builder request) {
    ServiceKey.of(System.getenv()).ifPresent(key -> request.header("Authorization", key.header()));
    return request;
  }

  private static Optional<MetricsPage> read(HttpClient client, HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? Optional.of(MetricsPage.parse(answer.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** For one screen. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    job.ifPresentOrElse(
        page -> showJob(page, lines), () -> lines.add("job       shows no metrics just now"));
    store.ifPresent(report -> lines.addAll(report.lines()));
    service.ifPresentOrElse(
        page -> showService(page, lines), () -> lines.add("service   shows no metrics just now"));
    return lines;
  }

  private static void showJob(MetricsPage page, List<String> lines) {
    lines.add(
        "job       lines read %s, accepted %s, rejected %s"
                .formatted(
                    page.shown("adclicks_job_lines_read_total"),
                    page.shown("adclicks_job_lines_accepted_total"),
                    page.shown("adclicks_job_lines_rejected_total"))
            + each(page.sums("adclicks_job_lines_rejected_total", "reason")));
    lines.add(
        "          clicks counted %s, duplicates %s, late %s, too late %s"
            .formatted(
                page.shown("adclicks_job_clicks_counted_total"),
                page.shown("adclicks_job_duplicates_total"),
                page.shown("adclicks_job_late_clicks_total"),
                page.shown("adclicks_job_too_late_clicks_total")));
    lines.add(
        "          partitions read %s, not read %s; store writes %s, mean %s, retried %s, given up %s"
            .formatted(
                page.shown("adclicks_job_partitions_read"),
                page.shown("adclicks_job_partitions_unread"),
                page.shown("adclicks_job_store_write_seconds_count"),
                page.meanShown("adclicks_job_store_write_seconds"),
                page.shown("adclicks_job_store_retries_total"),
                page.shown("adclicks_job_store_failures_total")));
    Checkpoints.of(page).line().ifPresent(lines::add);
  }

  private static void showService(MetricsPage page, List<String> lines) {
    Map<String, Double> byStatus =
        page.sums("adclicks_query_requests_total", "grpc_status").entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .collect(
                Collectors.toMap(
                    entry -> STATUSES.getOrDefault(entry.getKey(), "status " + entry.getKey()),
                    Map.Entry::getValue,
                    Double::sum));
    lines.add(
        "service   questions %s%s; refused %s; store reads %s, mean %s"
            .formatted(
                page.shown("adclicks_query_requests_total"),
                each(byStatus),
                page.shown("adclicks_refusals_total"),
                page.shown("adclicks_store_read_seconds_count"),
                page.meanShown("adclicks_store_read_seconds")));
  }

  /** What a person should do something about, each in a line that says what. */
  public List<String> complaints(Instant now) {
    List<String> complaints = new ArrayList<>();
    job.ifPresent(page -> complain(page, now, complaints));
    store.ifPresent(report -> complaints.addAll(report.complaints(now)));
    return complaints;
  }

  /** Whether what was counted waits in the queue for the job that brings it to the store. */
  public boolean isStoreBehind() {
    return store.map(StoreJobReport::isBehind).orElse(false);
  }

  private static void complain(MetricsPage page, Instant now, List<String> complaints) {
    double unread = page.sum("adclicks_job_partitions_unread").orElse(0);
    if (unread > 0) {
      complaints.add(
          "%.0f partitions of the clicks topic do not answer, and no minute closes without them: see Kafka's log"
              .formatted(unread));
    }
    Checkpoints.of(page).complaint("pipeline", now).ifPresent(complaints::add);
  }

  private static String each(Map<String, Double> counts) {
    String all =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> "%s %.0f".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : " (" + all + ")";
  }
}
