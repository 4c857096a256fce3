package org.adclicks.localstack.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a job's page says of its checkpoints; nothing where the engine makes none. */
final class Checkpoints {

  /** Twenty times the usual pause between checkpoints: a restart would do all since again. */
  static final Duration OLD = Duration.ofMinutes(10);

  private final MetricsPage page;

  private Checkpoints(MetricsPage page) {
    this.page = page;
  }

  static Checkpoints of(MetricsPage page) {
    return new Checkpoints(page);
  }

  /** For one screen. */
  Optional<String> line() {
    OptionalDouble completed = completedSeconds();
    return completed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "          newest checkpoint %d s ago, took %.1f s, %s bytes; completed %s, failed %s;"
                    + " restarts %s",
                secondsSince(completed.getAsDouble(), Instant.now()),
                page.sum("adclicks_job_checkpoint_duration_seconds").orElse(0),
                page.shown("adclicks_job_checkpoint_size_bytes"),
                page.shown("adclicks_job_checkpoints_completed"),
                page.shown("adclicks_job_checkpoints_failed"),
                page.shown("adclicks_job_restarts")));
  }

  /**
   * What a person should do something about.
   *
   * @param log whose to look at
   */
  Optional<String> complaint(String log, Instant now) {
    OptionalDouble completed = completedSeconds();
    if (completed.isEmpty()) {
      return Optional.empty();
    }
    long seconds = secondsSince(completed.getAsDouble(), now);
    return seconds <= OLD.toSeconds()
        ? Optional.empty()
        : Optional.of(
            "no checkpoint for %d s, and a restart would do all since again: is there room on the disk? See the %s's log"
                .formatted(seconds, log));
  }

  private OptionalDouble completedSeconds() {
    return page.sum("adclicks_job_checkpoint_completed_timestamp_seconds");
  }

  private static long secondsSince(double atSeconds, Instant now) {
    return Math.round(now.toEpochMilli() / 1000.0 - atSeconds);
  }
}
