package org.adclicks.pipeline.sink;

import java.util.List;
import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class BatchClicksTest {

  private static final long MINUTE = 1_600_000_020_000L;

  @Test
  void stampsRowsNoLaterThanTheClicksTheyHold() {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollection<Long> stamps =
        pipeline
            .apply(
                TestStream.create(ClickPackCoder.of())
                    .addElements(pack(MINUTE), pack(MINUTE + 60_000), pack(MINUTE - 60_000))
                    .advanceWatermarkToInfinity())
            .apply(BatchClicks.byUserAndIp())
            .apply(ParDo.of(new StampsBehindRowsFn()));
    PAssert.that(stamps).empty();
    pipeline.run();
  }

  private static TimestampedValue<ClickPack> pack(long minute) {
    List<Click> clicks =
        List.of(new Click("ad", minute, "user", "203.0.113.1", Scope.narrowest("DE"), null));
    return TimestampedValue.of(ClickPack.of(minute, clicks), Instant.ofEpochMilli(minute));
  }

  private static final class StampsBehindRowsFn extends DoFn<PartitionBatch, Long> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void check(
        @Element PartitionBatch batch, @Timestamp Instant timestamp, OutputReceiver<Long> out) {
      for (StoreRow row : batch.rows()) {
        // A click's version is its time in microseconds.
        if (timestamp.getMillis() > row.version() / 1000) {
          out.output(timestamp.getMillis());
        }
      }
    }
  }
}
