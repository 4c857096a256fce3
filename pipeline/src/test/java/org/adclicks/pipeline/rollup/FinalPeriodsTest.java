package org.adclicks.pipeline.rollup;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Stamps are seconds of a clock that is not that of the minutes. Two shards, five seconds each. */
class FinalPeriodsTest {

  private static final long DAY = Periods.dayOf(1_700_000_000_000L);
  private static final long AT_NINE = DAY + 9 * Periods.HOUR_MILLIS;
  private static final long AT_TEN = AT_NINE + Periods.HOUR_MILLIS;
  private static final long AT_ELEVEN = AT_TEN + Periods.HOUR_MILLIS;
  private static final long AT_TWELVE = AT_ELEVEN + Periods.HOUR_MILLIS;
  private static final long MINUTE = Periods.MINUTE_MILLIS;

  private final List<String> expected = new ArrayList<>();

  private static final long STREAM = 5;

  private TestStream.Builder<KV<Boolean, Long>> news =
      TestStream.create(KvCoder.of(BooleanCoder.of(), VarLongCoder.of()))
          .advanceWatermarkTo(Instant.ofEpochMilli(0));

  @Test
  void handsOutOneShardAfterAnother() {
    clicksIn(AT_NINE + 5 * MINUTE, 1);
    finalThrough(AT_TEN + 4_999, 2);
    watermark(3);
    finalThrough(AT_TEN + 5_000, 4);
    watermark(5);
    finalThrough(AT_TEN + 9_999, 6);
    watermark(7);
    finalThrough(AT_TEN + 10_000, 8);
    watermark(9);
    expectThrough(AT_TEN - MINUTE, 2);
    expectItem(AT_NINE, 0, 4);
    expectItem(AT_NINE, 1, 8);
    expectThrough(AT_TEN, 8);
    assertToldOfHours();
  }

  @Test
  void waitsForMinutesToldBeforeWhatIsFinal() {
    finalThrough(AT_ELEVEN, 10);
    clicksIn(AT_NINE + MINUTE, 10);
    clicksIn(AT_NINE, 9);
    watermark(11);
    expectItem(AT_NINE, 0, 10);
    expectItem(AT_NINE, 1, 10);
    expectThrough(AT_ELEVEN - MINUTE, 10);
    assertToldOfHours();
  }

  @Test
  void sendsEachShardOnceWhateverComesTwiceOrSaysLess() {
    clicksIn(AT_NINE, 1);
    finalThrough(AT_TEN + 20_000, 3);
    finalThrough(AT_NINE, 2);
    watermark(4);
    finalThrough(AT_TEN + 20_000, 4);
    finalThrough(AT_TEN, 5);
    clicksIn(AT_NINE + MINUTE, 5);
    watermark(6);
    clicksIn(AT_TEN, 7);
    finalThrough(AT_ELEVEN + 10_000, 7);
    watermark(8);
    clicksIn(AT_NINE, 9);
    clicksIn(AT_TEN, 9);
    watermark(10);
    expectItem(AT_NINE, 0, 3);
    expectItem(AT_NINE, 1, 3);
    expectThrough(AT_TEN, 3);
    expectItem(AT_TEN, 0, 7);
    expectItem(AT_TEN, 1, 7);
    expectThrough(AT_ELEVEN, 7);
    assertToldOfHours();
  }

  @Test
  void aJumpOverHoursHandsAllOfThemOut() {
    clicksIn(AT_NINE, 1);
    clicksIn(AT_ELEVEN, 2);
    finalThrough(AT_NINE - MINUTE, 3);
    finalThrough(AT_TWELVE + MINUTE, 9);
    watermark(100);
    for (long hour : new long[] {AT_NINE, AT_ELEVEN}) {
      expectItem(hour, 0, 9);
      expectItem(hour, 1, 9);
    }
    expectThrough(AT_TWELVE, 9);
    assertToldOfHours();
  }

  @Test
  void anHourThatIsHeardOfAfterwardsIsNotLost() {
    clicksIn(AT_TEN, 1);
    finalThrough(AT_TWELVE, 2);
    watermark(3);
    clicksIn(AT_NINE, 4);
    watermark(5);
    clicksIn(AT_NINE, 6);
    watermark(7);
    expectItem(AT_TEN, 0, 2);
    expectItem(AT_TEN, 1, 2);
    expectThrough(AT_TWELVE - MINUTE, 2);
    expectItem(AT_NINE, 0, 4);
    expectItem(AT_NINE, 1, 4);
    assertToldOfHours();
  }

  @Test
  void nothingIsPutOutBehindTheWatermark() {
    clicksIn(AT_NINE, 1);
    watermark(10);
    finalThrough(AT_ELEVEN, 5);
    watermark(11);
    expectItem(AT_NINE, 0, 10);
    expectItem(AT_NINE, 1, 10);
    expectThrough(AT_ELEVEN - MINUTE, 10);
    assertToldOfHours();
  }

  @Test
  void whereTheInputEndsAllOfItIsFinal() {
    clicksIn(AT_NINE, 1);
    clicksIn(AT_ELEVEN + MINUTE, 2);
    finalThrough(AT_TEN + 5_000, 3);
    watermark(4);
    expectItem(AT_NINE, 0, 3);
    expectThrough(AT_TEN - MINUTE, 3);
    expectItem(AT_NINE, 1, END);
    expectItem(AT_ELEVEN, 0, END);
    expectItem(AT_ELEVEN, 1, END);
    expectThrough(AT_TWELVE, END);
    assertToldOfHours();
  }

  @Test
  void daysAreOfTheSameKind() {
    clicksIn(AT_NINE, 1);
    clicksIn(AT_TEN, 2);
    finalThrough(DAY + Periods.DAY_MILLIS + 6_000, 3);
    watermark(4);
    expectItem(DAY, 0, 3);
    expectThrough(DAY + Periods.DAY_MILLIS - MINUTE, 3);
    expectItem(DAY, 1, END);
    expectThrough(DAY + Periods.DAY_MILLIS, END);
    assertTold(Periods.DAY_MILLIS);
  }

  private static final long END = Long.MAX_VALUE;

  private void clicksIn(long minuteMillis, long second) {
    add(KV.of(false, minuteMillis), second);
  }

  private void finalThrough(long millis, long second) {
    add(KV.of(true, millis), second);
  }

  private void add(KV<Boolean, Long> element, long second) {
    news = news.addElements(TimestampedValue.of(element, Instant.ofEpochMilli(1_000 * second)));
  }

  private void watermark(long second) {
    news = news.advanceWatermarkTo(Instant.ofEpochMilli(1_000 * second));
  }

  private void expectItem(long startMillis, int shard, long second) {
    expected.add(startMillis + "/" + shard + stamp(second));
  }

  private void expectThrough(long millis, long second) {
    expected.add("through " + millis + stamp(second));
  }

  private static String stamp(long second) {
    return second == END ? " at the end" : " at " + second;
  }

  private void assertToldOfHours() {
    // The end of the newest hour, if nothing beyond it was told.
    assertTold(Periods.HOUR_MILLIS);
  }

  private void assertTold(long periodMillis) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    PCollection<KV<Boolean, Long>> all = pipeline.apply(news.advanceWatermarkToInfinity());
    PCollection<KV<Long, Long>> finals =
        all.apply("OnlyFinals", Filter.by(KV::getKey)).apply("Finals", ofStream());
    PCollectionTuple told =
        all.apply("OnlyMinutes", Filter.by(each -> !each.getKey()))
            .apply("Minutes", ofStream())
            .apply("FinalPeriods", FinalPeriods.following(finals, periodMillis, 2));
    List<String> items = new ArrayList<>(expected);
    items.removeIf(each -> each.startsWith("through"));
    PAssert.that(told.get(FinalPeriods.ITEMS).apply("ItemTexts", ParDo.of(new ItemTextFn())))
        .containsInAnyOrder(items);
    List<String> through = new ArrayList<>(expected);
    through.removeAll(items);
    PAssert.that(told.get(FinalPeriods.THROUGH).apply("Texts", ParDo.of(new ThroughTextFn())))
        .containsInAnyOrder(through);
    pipeline.run().waitUntilFinish();
  }

  private static MapElements<KV<Boolean, Long>, KV<Long, Long>> ofStream() {
    return MapElements.into(TypeDescriptors.kvs(TypeDescriptors.longs(), TypeDescriptors.longs()))
        .via(each -> KV.of(STREAM, each.getValue()));
  }

  private static String stamp(Instant timestamp) {
    return stamp(
        timestamp.isAfter(Instant.ofEpochMilli(Periods.DAY_MILLIS))
            ? END
            : timestamp.getMillis() / 1_000);
  }

  private static final class ItemTextFn extends DoFn<KV<MinuteShard, KV<Long, Long>>, String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void text(
        @Element KV<MinuteShard, KV<Long, Long>> item,
        @Timestamp Instant timestamp,
        OutputReceiver<String> out) {
      if (Math.abs(System.currentTimeMillis() - item.getValue().getValue()) > Periods.HOUR_MILLIS) {
        throw new AssertionError("known since " + item.getValue());
      }
      MinuteShard key = item.getKey();
      out.output(key.minuteMillis() + "/" + key.shard() + stamp(timestamp));
    }
  }

  private static final class ThroughTextFn extends DoFn<KV<Long, Long>, String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void text(
        @Element KV<Long, Long> through, @Timestamp Instant timestamp, OutputReceiver<String> out) {
      out.output("through " + through.getValue() + stamp(timestamp));
    }
  }
}
