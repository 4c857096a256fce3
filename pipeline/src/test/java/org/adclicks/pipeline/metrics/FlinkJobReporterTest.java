package org.adclicks.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class FlinkJobReporterTest {

  private static final String COMPLETED_AT = "adclicks_job_checkpoint_completed_timestamp_seconds";

  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong durationMillis = new AtomicLong(-1);
  private Instant now = Instant.ofEpochSecond(1_000);

  @Test
  void tellsWhenTheNewestCheckpointWasCompletedAndBeforeTheFirstWhenTheJobBegan() {
    FlinkJobReporter reporter = reporter();
    reporter.report();
    assertThat(shown(COMPLETED_AT)).isEqualTo(1_000);
    at(reporter, 1_100, 0);
    assertThat(shown(COMPLETED_AT)).as("none yet, so it gets older").isEqualTo(1_000);
    at(reporter, 1_200, 1);
    assertThat(shown(COMPLETED_AT)).isEqualTo(1_200);
    at(reporter, 1_300, 1);
    assertThat(shown(COMPLETED_AT)).isEqualTo(1_200);
    assertThat(shown("adclicks_job_checkpoints_completed")).isEqualTo(1);
  }

  /** Zero would be a checkpoint of 1970: somebody would be called for a job that just begins. */
  @Test
  void tellsNoTimeWhileNothingIsKnownOfTheJob() {
    FlinkJobReporter reporter = new FlinkJobReporter(new MovedClock());
    reporter.report();
    assertThat(points(COMPLETED_AT)).isEmpty();
  }

  @Test
  void showsSecondsAndNothingBeforeThereIsAnything() {
    FlinkJobReporter reporter = reporter();
    durationMillis.set(1_500);
    reporter.report();
    durationMillis.set(-1);
    reporter.report();
    assertThat(shown("adclicks_job_checkpoint_duration_seconds")).isEqualTo(1.5);
  }

  private FlinkJobReporter reporter() {
    FlinkJobReporter reporter = new FlinkJobReporter(new MovedClock());
    add(reporter, "numberOfCompletedCheckpoints", completed::get);
    add(reporter, "lastCheckpointDuration", durationMillis::get);
    add(reporter, "lastCheckpointExternalPath", () -> "a path");
    return reporter;
  }

  private static void add(FlinkJobReporter reporter, String name, Gauge<?> gauge) {
    reporter.notifyOfAddedMetric(gauge, name, new UnregisteredMetricsGroup());
  }

  private void at(FlinkJobReporter reporter, long seconds, long checkpoints) {
    now = Instant.ofEpochSecond(seconds);
    completed.set(checkpoints);
    reporter.report();
  }

  private static double shown(String name) {
    return points(name).get(0).getValue();
  }

  private static List<GaugeSnapshot.GaugeDataPointSnapshot> points(String name) {
    return JobMetrics.REGISTRY.scrape(name::equals).stream()
        .map(GaugeSnapshot.class::cast)
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .toList();
  }

  private final class MovedClock extends Clock {
    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
