package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.adclicks.v1.Completeness;
import org.adclicks.v1.MinuteCounts;
import org.adclicks.v1.Reached;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** How far all has come is told behind the minutes it speaks of, and names its stream. */
class TellInOrderFnTest {

  private static final List<String> HEARD = Collections.synchronizedList(new ArrayList<>());

  private final TestStream.Builder<KV<Integer, byte[]>> input =
      TestStream.create(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));

  @Test
  void progressWaitsForTheWatermarkAndMinutesDoNot() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
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
        .apply(ParDo.of(new HearFn()));
    HEARD.clear();
    pipeline.run().waitUntilFinish();

    List<String> heard = HEARD.stream().map(text -> text.substring(text.indexOf(' ') + 1)).toList();
    assertThat(heard)
        .containsSubsequence("minute 7", "minute 8", "as of 100")
        .containsSubsequence("minute 9", "as of 200", "as of 300")
        .containsSubsequence("minute 10", "as of 300")
        .hasSize(7);
    assertThat(HEARD.stream().map(text -> text.substring(0, text.indexOf(' '))).distinct())
        .as("its name")
        .hasSize(1)
        .doesNotContain("0");
  }

  @Test
  void someThatSayNothingFollowAndThenNoMore() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    TestStream.Builder<KV<Integer, byte[]>> told = input;
    for (int minute = 7; minute < 9; minute++) {
      told = told.addElements(minute(minute, 10));
      for (int second = 0; second < 30; second++) {
        told = told.advanceProcessingTime(Duration.standardSeconds(1));
      }
    }
    pipeline
        .apply(told.advanceWatermarkToInfinity())
        .apply(ParDo.of(new TellInOrderFn("60s/10s", List.of("cells"))))
        .setCoder(ByteArrayCoder.of())
        .apply(ParDo.of(new HearFn()));
    HEARD.clear();
    pipeline.run().waitUntilFinish();

    assertThat(HEARD.stream().map(text -> text.substring(text.indexOf(' ') + 1)))
        .containsExactly(
            "minute 7",
            "nothing",
            "nothing",
            "nothing",
            "nothing",
            "nothing",
            "minute 8",
            "nothing",
            "nothing",
            "nothing",
            "nothing",
            "nothing");
    assertThat(HEARD.stream().map(text -> text.substring(0, text.indexOf(' '))).distinct())
        .as("its name")
        .hasSize(1);
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

  /** What is told, in the order in which it leaves. */
  private static final class HearFn extends DoFn<byte[], Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void hear(@Element byte[] bytes) throws InvalidProtocolBufferException {
      Completeness message = Completeness.parseFrom(bytes);
      assertThat(message.getSlidingWindows()).isEqualTo("60s/10s");
      assertThat(message.getKeptList()).containsExactly("cells");
      HEARD.add(message.getStream() + " " + what(message));
    }

    private static String what(Completeness message) {
      if (message.hasComplete()) {
        return "as of " + message.getComplete().getAsOfMillis();
      }
      return message.getMinutesCount() == 0
          ? "nothing"
          : "minute " + message.getMinutes(0).getMinuteMillis();
    }
  }
}
