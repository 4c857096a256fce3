package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.adclicks.v1.Completeness;
import org.adclicks.v1.MinuteCounts;
import org.adclicks.v1.Reached;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** How far all has come is told behind the minutes it speaks of, and names its stream. */
class TellInOrderFnTest {

  private final TestStream.Builder<KV<Integer, byte[]>> input =
      TestStream.create(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));

  @Test
  void progressWaitsForTheWatermarkAndMinutesDoNot() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    PCollection<String> told =
        pipeline
            .apply(
                input
                    .addElements(reached(100, 20))
                    .addElements(minute(7, 10))
                    .advanceWatermarkTo(Instant.ofEpochMilli(20))
                    .addElements(minute(8, 20))
                    .advanceWatermarkTo(Instant.ofEpochMilli(21))
                    .addElements(reached(200, 30), reached(300, 40), minute(9, 25))
                    .advanceWatermarkTo(Instant.ofEpochMilli(31))
                    .addElements(minute(10, 35))
                    .advanceWatermarkToInfinity())
            .apply(ParDo.of(new TellInOrderFn("60s/10s", List.of("cells"))))
            .setCoder(ByteArrayCoder.of())
            .apply(ParDo.of(new TextFn()));
    PAssert.that(told)
        .satisfies(
            texts -> {
              List<String> all = new ArrayList<>();
              Set<String> streams = new HashSet<>();
              texts.forEach(
                  text -> {
                    all.add(text.substring(text.indexOf(' ') + 1));
                    streams.add(text.substring(0, text.indexOf(' ')));
                  });
              assertThat(streams).hasSize(1).doesNotContain("0");
              assertThat(all)
                  .containsExactlyInAnyOrder(
                      "minute 7 at 10",
                      "minute 8 at 20",
                      "as of 100",
                      "minute 9 at 25",
                      "as of 200",
                      "minute 10 at 35",
                      "as of 300");
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static TimestampedValue<KV<Integer, byte[]>> minute(long millis, long stamp) {
    return stamped(
        Completeness.newBuilder().addMinutes(MinuteCounts.newBuilder().setMinuteMillis(millis)),
        stamp);
  }

  private static TimestampedValue<KV<Integer, byte[]>> reached(long asOf, long stamp) {
    return stamped(
        Completeness.newBuilder().setComplete(Reached.newBuilder().setAsOfMillis(asOf)), stamp);
  }

  private static TimestampedValue<KV<Integer, byte[]>> stamped(
      Completeness.Builder message, long stamp) {
    return TimestampedValue.of(
        KV.of(0, message.build().toByteArray()), Instant.ofEpochMilli(stamp));
  }

  private static final class TextFn extends DoFn<byte[], String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void text(
        @Element byte[] bytes, @Timestamp Instant timestamp, OutputReceiver<String> out)
        throws InvalidProtocolBufferException {
      Completeness message = Completeness.parseFrom(bytes);
      assertThat(message.getSlidingWindows()).isEqualTo("60s/10s");
      assertThat(message.getKeptList()).containsExactly("cells");
      String what =
          message.hasComplete()
              ? "as of " + message.getComplete().getAsOfMillis()
              : "minute "
                  + message.getMinutes(0).getMinuteMillis()
                  + " at "
                  + timestamp.getMillis();
      out.output(message.getStream() + " " + what);
    }
  }
}
