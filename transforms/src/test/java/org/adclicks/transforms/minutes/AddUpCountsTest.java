package org.adclicks.transforms.minutes;

import static org.assertj.core.api.Assertions.assertThat;

import org.adclicks.transforms.ClickScript;
import org.adclicks.transforms.Pipelines;
import org.adclicks.transforms.Pipelines.Collected;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class AddUpCountsTest {

  private static final MinuteCounts ONE = new MinuteCounts(1, 1, 0, 0, 0, 0);
  private static final MinuteCounts LATE = new MinuteCounts(1, 0, 1, 1, 0, 0);

  @Test
  void addsUpWhatABundleHasOfAMinuteAndIsShownTogether() {
    TestStream<KV<Long, MinuteCounts>> oneBundle =
        TestStream.create(MinuteCountsTag.CODER)
            .addElements(
                at("10:00:10", "10:00", ONE),
                at("10:02:30.900", "10:00", LATE),
                at("10:00:50", "10:00", ONE),
                at("10:01:00", "10:01", ONE),
                at("10:02:30.100", "10:00", LATE),
                at("10:02:31", "10:00", LATE),
                // Final in the middle of a second.
                at("10:02:31.600", "10:00", LATE),
                at("10:02:31.400", "10:00", LATE))
            .advanceWatermarkToInfinity();

    TestPipeline pipeline = Pipelines.create();
    Collected<TimestampedValue<KV<Long, MinuteCounts>>> added =
        Pipelines.collect(
            pipeline
                .apply(oneBundle)
                .apply(AddUpCounts.ofBundles(Duration.millis(91_500)))
                .apply(Reify.timestamps()));
    pipeline.run().waitUntilFinish();

    assertThat(added.elements())
        .containsExactlyInAnyOrder(
            at("10:00:50", "10:00", ONE.plus(ONE)),
            at("10:01:00", "10:01", ONE),
            at("10:02:30.900", "10:00", LATE.plus(LATE)),
            at("10:02:31.400", "10:00", LATE.plus(LATE)),
            at("10:02:31.600", "10:00", LATE));
  }

  private static TimestampedValue<KV<Long, MinuteCounts>> at(
      String time, String minute, MinuteCounts counts) {
    return TimestampedValue.of(
        KV.of(ClickScript.millis(minute + ":00"), counts),
        Instant.ofEpochMilli(ClickScript.millis(time)));
  }
}
