package org.adclicks.localstack.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the job from the queue to the store has done since it started, and how far it is behind the
 * stream: by the queue's numbers, by records and by seconds.
 */
final class StoreJobReport {

  /** Some restarts of the job, and what it reads again after each. */
  static final Duration FAR_BEHIND = Duration.ofMinutes(2);

  /** As behind as it is while all is well, and more: a batch of records, a bundle. */
  static final Duration LITTLE_BEHIND = Duration.ofSeconds(10);

  private static final String NUMBER_TOLD = "adclicks_job_queue_number_told";
  private static final String NUMBER_READ = "adclicks_job_queue_number_read";
  private static final String RECORDS_LEFT = "adclicks_job_queue_records_left";
  private static final String BEHIND_SECONDS = "adclicks_job_queue_behind_seconds";

  private final Optional<MetricsPage> page;
  private final Optional<MetricsPage> stream;

  private StoreJobReport(Optional<MetricsPage> page, Optional<MetricsPage> stream) {
    this.page = page;
    this.stream = stream;
  }

  /**
   * As their pages have it.
   *
   * @param page the job's; nothing if it could not be read
   * @param stream that of the job that fills the queue
   */
  static StoreJobReport of(Optional<MetricsPage> page, Optional<MetricsPage> stream) {
    return new StoreJobReport(page, stream);
  }

  /** For one screen. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    page.ifPresentOrElse(
        shown -> show(shown, lines), () -> lines.add("store job shows no metrics just now"));
    return lines;
  }

  private void show(MetricsPage shown, List<String> lines) {
    lines.add(
        "store job %s; queue read through number %s of %s, records left %s"
            .formatted(
                behindSeconds(shown).isEmpty()
                    ? "has not begun to read"
                    : "%.0f s behind".formatted(behindSeconds(shown).getAsDouble()),
                through(shown),
                stream.map(told -> told.shown(NUMBER_TOLD)).orElse("-"),
                shown.shown(RECORDS_LEFT)));
    lines.add(
        "          store writes %s, mean %s, retried %s, given up %s"
            .formatted(
                shown.shown("adclicks_job_store_write_seconds_count"),
                shown.meanShown("adclicks_job_store_write_seconds"),
                shown.shown("adclicks_job_store_retries_total"),
                shown.shown("adclicks_job_store_failures_total")));
    Checkpoints.of(shown).line().ifPresent(lines::add);
  }

  /** The least of what its readers have read. */
  private static String through(MetricsPage shown) {
    OptionalDouble least = shown.min(NUMBER_READ);
    return least.isEmpty() ? "-" : "%,d".formatted(Math.round(least.getAsDouble()));
  }

  private static OptionalDouble behindSeconds(MetricsPage shown) {
    return shown.max(BEHIND_SECONDS);
  }

  /** Whether what the stream has told waits for this job; so it may if the job shows nothing. */
  boolean isBehind() {
    OptionalDouble behind = page.map(StoreJobReport::behindSeconds).orElse(OptionalDouble.empty());
    return behind.isEmpty() || behind.getAsDouble() > LITTLE_BEHIND.toSeconds();
  }

  /** What a person should do something about. */
  List<String> complaints(Instant now) {
    List<String> complaints = new ArrayList<>();
    page.ifPresent(shown -> complain(shown, now, complaints));
    return complaints;
  }

  private static void complain(MetricsPage shown, Instant now, List<String> complaints) {
    double behind = behindSeconds(shown).orElse(0);
    if (behind > FAR_BEHIND.toSeconds()) {
      complaints.add(
          "the store job is %.0f s behind the queue, where %s records wait: does Cassandra answer? See its log"
              .formatted(behind, shown.shown(RECORDS_LEFT)));
    }
    double unread = shown.sum("adclicks_job_partitions_unread").orElse(0);
    if (unread > 0) {
      complaints.add(
          "%.0f partitions of the queue do not answer, and nothing more is complete without them: see Kafka's log"
              .formatted(unread));
    }
    Checkpoints.of(shown).complaint("store job", now).ifPresent(complaints::add);
  }
}
