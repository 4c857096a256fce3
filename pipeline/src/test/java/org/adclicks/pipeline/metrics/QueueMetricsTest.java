package org.adclicks.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.adclicks.pipeline.metrics.QueueMetrics.Share;
import org.junit.jupiter.api.Test;

class QueueMetricsTest {

  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(10_000), ZoneOffset.UTC);

  @Test
  void aShareThatIsReadToItsEndIsNotBehindHoweverOldItsLastRecord() {
    assertThat(new Share(5, OptionalLong.of(0), OptionalLong.of(1)).behindMillis(CLOCK))
        .hasValue(0);
    assertThat(new Share(5, OptionalLong.of(0), OptionalLong.empty()).behindMillis(CLOCK))
        .hasValue(0);
  }

  @Test
  void oneWithRecordsLeftIsAsOldAsTheLastItRead() {
    assertThat(new Share(5, OptionalLong.of(3), OptionalLong.of(4_000)).behindMillis(CLOCK))
        .hasValue(6_000);
    assertThat(new Share(5, OptionalLong.of(3), OptionalLong.of(11_000)).behindMillis(CLOCK))
        .as("another machine's clock")
        .hasValue(0);
  }

  @Test
  void whatIsNotKnownIsNotTold() {
    assertThat(new Share(0, OptionalLong.empty(), OptionalLong.of(4_000)).behindMillis(CLOCK))
        .isEmpty();
    assertThat(new Share(0, OptionalLong.of(3), OptionalLong.empty()).behindMillis(CLOCK))
        .isEmpty();
  }

  @Test
  void aReaderThatClosesLateDoesNotTakeAwayItsSuccessor() {
    Supplier<Share> first = () -> new Share(5, OptionalLong.of(3), OptionalLong.empty());
    Supplier<Share> second = () -> new Share(7, OptionalLong.of(2), OptionalLong.empty());
    QueueMetrics.opened("of this test", first);
    QueueMetrics.opened("of this test", second);
    QueueMetrics.closed("of this test", first);
    assertThat(shown()).containsExactly(7.0);
    QueueMetrics.closed("of this test", second);
    assertThat(shown()).isEmpty();
  }

  private static List<Double> shown() {
    return JobMetrics.REGISTRY.scrape("adclicks_job_queue_number_read"::equals).stream()
        .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
        .filter(point -> "of this test".equals(point.getLabels().get("share")))
        .map(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
        .toList();
  }
}
