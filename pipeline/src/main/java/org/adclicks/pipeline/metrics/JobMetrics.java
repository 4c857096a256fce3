package org.adclicks.pipeline.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import org.adclicks.v1.RejectionReason;

/**
 * What this process has done of the job since it started: work done, so what is done again after a
 * failure counts again. What is true of the data is in the store.
 *
 * <p>Not Beam's metrics: Flink's runner copies those after every record of a source (decision
 * 0040).
 *
 * <p>Units: lines, clicks, seconds, bytes. State: one registry of the process.
 */
public final class JobMetrics {

  static final PrometheusRegistry REGISTRY = new PrometheusRegistry();

  private static final Counter LINES_READ =
      counter("adclicks_job_lines_read_total", "Lines taken from the clicks topic");
  private static final Counter LINES_ACCEPTED =
      counter("adclicks_job_lines_accepted_total", "Lines that are clicks");
  private static final Counter LINES_REJECTED =
      Counter.builder()
          .name("adclicks_job_lines_rejected_total")
          .help("Lines that are no clicks, by reason")
          .labelNames("reason")
          .register(REGISTRY);
  private static final Counter CLICKS =
      counter("adclicks_job_clicks_counted_total", "Clicks counted");
  private static final Counter DUPLICATES =
      counter("adclicks_job_duplicates_total", "Clicks that were there already");
  private static final Counter LATE =
      counter("adclicks_job_late_clicks_total", "Clicks counted after their minute had closed");
  private static final Counter TOO_LATE =
      counter("adclicks_job_too_late_clicks_total", "Clicks too late to be counted");
  private static final Gauge AS_OF =
      Gauge.builder()
          .name("adclicks_job_as_of_timestamp_seconds")
          .help("Everything before is in the store, as this process last wrote it")
          .unit(Unit.SECONDS)
          .register(REGISTRY);
  private static final Gauge PARTITIONS_READ =
      Gauge.builder()
          .name("adclicks_job_partitions_read")
          .help("Partitions of a topic that a share reads")
          .labelNames("topic", "share")
          .register(REGISTRY);
  private static final Gauge PARTITIONS_UNREAD =
      Gauge.builder()
          .name("adclicks_job_partitions_unread")
          .help("Partitions of a share that are known and have not answered a reader")
          .labelNames("topic", "share")
          .register(REGISTRY);
  private static final Histogram WRITES =
      Histogram.builder()
          .name("adclicks_job_store_write_seconds")
          .help("From a write's first attempt to its landing")
          .unit(Unit.SECONDS)
          .classicOnly()
          .classicUpperBounds(.001, .005, .01, .05, .1, .5, 1, 5, 30)
          .register(REGISTRY);
  private static final Counter RETRIES =
      counter("adclicks_job_store_retries_total", "Reads and writes of the store tried again");
  private static final Counter FAILURES =
      counter("adclicks_job_store_failures_total", "Reads and writes of the store given up");

  static {
    // There from the start, so that the first of each is seen as a change.
    for (RejectionReason reason : RejectionReason.values()) {
      if (reason != RejectionReason.UNRECOGNIZED) {
        LINES_REJECTED.initLabelValues(reason.name());
      }
    }
  }

  private JobMetrics() {}

  private static Counter counter(String name, String help) {
    return Counter.builder().name(name).help(help).register(REGISTRY);
  }

  public static void linesRead(long lines) {
    LINES_READ.inc(lines);
  }

  static void lineRejected(RejectionReason reason) {
    LINES_REJECTED.labelValues(reason.name()).inc();
  }

  /** What became of clicks; {@code late} ones are among those counted. */
  static void clicks(long counted, long duplicates, long late, long tooLate) {
    LINES_ACCEPTED.inc(counted + duplicates + tooLate);
    CLICKS.inc(counted);
    DUPLICATES.inc(duplicates);
    LATE.inc(late);
    TOO_LATE.inc(tooLate);
  }

  static void asOf(long millis) {
    AS_OF.set(millis / 1000.0);
  }

  /** How a share of a topic stands. */
  public static void partitions(String topic, String share, int read, int unread) {
    PARTITIONS_READ.labelValues(topic, share).set(read);
    PARTITIONS_UNREAD.labelValues(topic, share).set(unread);
  }

  /** Nobody reads this share here any more. */
  public static void shareClosed(String topic, String share) {
    PARTITIONS_READ.remove(topic, share);
    PARTITIONS_UNREAD.remove(topic, share);
  }

  public static void storeWritten(long nanos) {
    WRITES.observe(nanos / 1e9);
  }

  public static void storeRetried() {
    RETRIES.inc();
  }

  public static void storeFailed() {
    FAILURES.inc();
  }
}
