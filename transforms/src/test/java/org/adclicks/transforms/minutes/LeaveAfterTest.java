package org.adclicks.transforms.minutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.adclicks.transforms.ClickScript;
import org.adclicks.transforms.Pipelines;
import org.adclicks.transforms.Pipelines.Collected;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class LeaveAfterTest {

  @Test
  void leavesWithItsStampOnceTheOthersHaveLanded() {
    TestStream<String> stream =
        ClickScript.advance(
                ClickScript.advance(
                        ClickScript.advance(
                                TestStream.create(StringUtf8Coder.of())
                                    .addElements(at("10:00:10", "row"), at("10:00:10", "told")),
                                "10:00:50")
                            .addElements(at("10:00:51", "not yet"), at("10:00:51", "told")),
                        "10:01:10")
                    .addElements(at("10:01:11", "now")),
                "10:01:12")
            .addElements(at("10:01:13", "later"))
            .advanceWatermarkToInfinity();
    TestPipeline pipeline = Pipelines.create();
    PCollection<String> input = pipeline.apply(stream);
    PCollection<Void> landed =
        input
            .apply("OnlyRows", Filter.equal("row"))
            .apply("LandAt", ParDo.of(new LandAtFn()))
            .setCoder(KvCoder.of(MinuteShardCoder.of(), StringUtf8Coder.of()))
            .apply("Land", ParDo.of(new HoldBackFn<>(StringUtf8Coder.of(), 1)))
            .apply("Landed", ParDo.of(new LandedFn()))
            .setCoder(VoidCoder.of());
    Collected<TimestampedValue<String>> seen = Pipelines.collector();
    Pipelines.collect(
        input
            .apply("NotTold", Filter.by(each -> !each.equals("told")))
            .apply("Stamps", Reify.timestamps()),
        seen);
    Pipelines.collect(
        input
            .apply("Told", Filter.equal("told"))
            .apply("LeaveAfter", LeaveAfter.landing(List.of(landed), any -> 0))
            .apply("ToldStamps", Reify.timestamps()),
        seen);
    pipeline.run().waitUntilFinish();

    List<TimestampedValue<String>> all = seen.elements();
    assertThat(all).hasSize(6);
    assertThat(all.subList(0, 2)).containsExactly(at("10:00:10", "row"), at("10:00:51", "not yet"));
    // The row lands at 10:01:10, and what is stamped up to then leaves, in any order.
    assertThat(all.subList(2, 4))
        .containsExactlyInAnyOrder(at("10:00:10", "told"), at("10:00:51", "told"));
    assertThat(all.subList(4, 6)).containsExactly(at("10:01:11", "now"), at("10:01:13", "later"));
  }

  @Test
  void leavesBehindWhatIsEarlierOrHasItsStampOrAStepLater() {
    assertThat(order(each -> each.behindEarlier())).containsExactly("told", "a", "b", "c");
    assertThat(order(each -> each)).containsExactly("a", "told", "b", "c");
    assertThat(order(each -> each.oneStepLater())).containsExactly("a", "b", "told", "c");
  }

  private static List<String> order(UnaryOperator<LeaveAfter<String>> how) {
    TestStream<String> stream =
        ClickScript.advance(
                ClickScript.advance(
                        ClickScript.advance(
                                TestStream.create(StringUtf8Coder.of())
                                    .addElements(at("10:00:10", "told")),
                                "10:00:10")
                            .addElements(at("10:00:11", "a")),
                        "10:00:11")
                    .addElements(at("10:00:12", "b")),
                "10:00:12")
            .addElements(at("10:00:13", "c"))
            .advanceWatermarkToInfinity();
    TestPipeline pipeline = Pipelines.create();
    PCollection<String> all = pipeline.apply(stream);
    PCollection<Void> landed =
        all.apply("Landed", ParDo.of(new LandedFn())).setCoder(VoidCoder.of());
    Collected<String> seen = Pipelines.collector();
    Pipelines.collect(all.apply("Others", Filter.by(each -> !each.equals("told"))), seen);
    Pipelines.collect(
        all.apply("Told", Filter.equal("told"))
            .apply("Leave", how.apply(LeaveAfter.landing(List.of(landed), any -> 0))),
        seen);
    pipeline.run().waitUntilFinish();
    return seen.elements();
  }

  private static TimestampedValue<String> at(String time, String text) {
    return TimestampedValue.of(text, Instant.ofEpochMilli(ClickScript.millis(time)));
  }

  /** A minute after its stamp. */
  private static final class LandAtFn extends DoFn<String, KV<MinuteShard, String>> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void key(
        @Element String row,
        @Timestamp Instant timestamp,
        OutputReceiver<KV<MinuteShard, String>> out) {
      out.output(KV.of(new MinuteShard(timestamp.getMillis() + 60_000, 0), row));
    }
  }

  private static final class LandedFn extends DoFn<String, Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void landed() {
      // Only the watermark says so.
    }
  }
}
