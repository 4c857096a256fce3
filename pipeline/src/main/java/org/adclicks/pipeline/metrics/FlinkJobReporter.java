package org.adclicks.pipeline.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.Scheduled;

/**
 * Flink's own figures of checkpoints and restarts, among {@link JobMetrics} under names that do not
 * change with Flink. Those of tasks, memory and network are for Flink's reporters.
 *
 * <p>Flink does not tell when a checkpoint completed: it is when the number of them was seen to
 * grow. Before the first it is when the job began, so that a job without checkpoints looks old.
 */
final class FlinkJobReporter implements MetricReporter, Scheduled {

  private static final String COMPLETED = "numberOfCompletedCheckpoints";
  private static final String DURATION = "lastCheckpointDuration";
  private static final double MILLIS = 1e-3;

  /** Flink's name, and ours. */
  private static final Map<String, Gauge> SHOWN =
      Map.of(
          COMPLETED,
          gauge("adclicks_job_checkpoints_completed", "Checkpoints completed"),
          "numberOfFailedCheckpoints",
          gauge("adclicks_job_checkpoints_failed", "Checkpoints failed"),
          DURATION,
          gauge("adclicks_job_checkpoint_duration_seconds", "How long the newest took"),
          "lastCheckpointSize",
          gauge("adclicks_job_checkpoint_size_bytes", "What the newest wrote"),
          "lastCheckpointFullSize",
          gauge("adclicks_job_checkpoint_full_size_bytes", "What the newest refers to in all"),
          "numRestarts",
          gauge("adclicks_job_restarts", "How often the job was started again"));

  /** Of the process: it has one job. 0 while nothing is known of it, and then it is not shown. */
  private static final AtomicLong COMPLETED_AT_MILLIS = new AtomicLong();

  static {
    GaugeWithCallback.builder()
        .name("adclicks_job_checkpoint_completed_timestamp_seconds")
        .help("When the newest was completed")
        .callback(FlinkJobReporter::showCompletedAt)
        .register(JobMetrics.REGISTRY);
  }

  private final Clock clock;
  private final Map<String, org.apache.flink.metrics.Gauge<?>> known = new ConcurrentHashMap<>();
  private double completed = -1;

  FlinkJobReporter() {
    this(Clock.systemUTC());
  }

  FlinkJobReporter(Clock clock) {
    this.clock = clock;
    COMPLETED_AT_MILLIS.set(0);
  }

  private static Gauge gauge(String name, String help) {
    return Gauge.builder().name(name).help(help).register(JobMetrics.REGISTRY);
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (SHOWN.containsKey(name) && metric instanceof org.apache.flink.metrics.Gauge<?> gauge) {
      known.put(name, gauge);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    known.computeIfPresent(name, (any, gauge) -> gauge.equals(metric) ? null : gauge);
  }

  @Override
  public void report() {
    known.forEach(
        (name, gauge) -> {
          // Flink says -1 where there is nothing yet.
          if (gauge.getValue() instanceof Number number && number.doubleValue() >= 0) {
            show(name, number.doubleValue());
          }
        });
  }

  private void show(String name, double value) {
    Gauge shown = SHOWN.get(name);
    if (shown != null) {
      shown.set(name.equals(DURATION) ? value * MILLIS : value);
    }
    if (name.equals(COMPLETED) && value != completed) {
      completed = value;
      COMPLETED_AT_MILLIS.set(clock.millis());
    }
  }

  private static void showCompletedAt(GaugeWithCallback.Callback shown) {
    long millis = COMPLETED_AT_MILLIS.get();
    if (millis > 0) {
      shown.call(millis * MILLIS);
    }
  }
}
