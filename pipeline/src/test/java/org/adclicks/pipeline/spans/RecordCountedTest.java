package org.adclicks.pipeline.spans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.pipeline.sink.StoreRow;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteCountsCoder;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.minutes.ProgressCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

class RecordCountedTest {

  private static final long HOUR = 1_600_002_000_000L;
  private static final long MINUTE = HOUR + 5 * Periods.MINUTE_MILLIS;
  private static final long STREAM = 7;
  private static final Keeping NOTHING = new Keeping("", List.of());
  private static final KvCoder<Long, SpanNews> SPANS = SpanNewsCoder.KEYED;

  @Test
  void aStretchBeginsWithItsFirstMinuteAndFollowsProgress() {
    List<List<Object>> rows = new ArrayList<>();
    rows.add(
        List.of("stream", MINUTE, MINUTE + 70_000, "60s/10s", MINUTE, clicks(MINUTE), Map.of()));
    rows.add(
        List.of("stream", MINUTE, MINUTE + 80_000, "60s/10s", MINUTE, clicks(MINUTE), Map.of()));
    long earlier = MINUTE - 60_000;
    rows.add(
        List.of("stream", earlier, MINUTE + 80_000, "60s/10s", earlier, clicks(earlier), Map.of()));
    assertWritten(
        rows,
        new Keeping("60s/10s", List.of("clicks")),
        TestStream.create(SPANS)
            .addElements(minute(MINUTE))
            .addElements(progress(MINUTE))
            .addElements(minute(MINUTE + 60_000), progress(MINUTE + 70_000))
            .addElements(progress(MINUTE + 80_000))
            .addElements(progress(MINUTE + 70_000))
            .addElements(minute(MINUTE - 60_000))
            .advanceWatermarkToInfinity());
  }

  @Test
  void aJumpOverMonthsBeginsAStretchOfItsOwn() {
    long old = MINUTE - 7000 * Periods.DAY_MILLIS;
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("stream", old, old + 60_000, "", old, Map.of(), Map.of()));
    rows.add(List.of("stream", MINUTE, MINUTE + 70_000, "", MINUTE, Map.of(), Map.of()));
    long quiet = MINUTE + 40 * Periods.DAY_MILLIS;
    rows.add(List.of("stream", MINUTE, MINUTE + 120_000, "", MINUTE, Map.of(), Map.of()));
    rows.add(List.of("stream", quiet, quiet + 10_000, "", quiet, Map.of(), Map.of()));
    assertWritten(
        rows,
        NOTHING,
        TestStream.create(SPANS)
            // One stray click, clicks of today, and an end without any.
            .addElements(minute(old))
            .addElements(minute(MINUTE), minute(MINUTE + 60_000))
            .addElements(progress(MINUTE + 70_000))
            .addElements(progress(quiet), progress(quiet + 10_000))
            .advanceWatermarkToInfinity());
  }

  @Test
  void whatNobodyCouldReadIsCutOutThoughItWasTold() {
    long later = MINUTE + 20 * 60_000;
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("stream", MINUTE, MINUTE + 600_000, "", MINUTE, Map.of(), Map.of()));
    // Told at once: the stretch ends, and does not go on to what is asked for next.
    rows.add(List.of("stream", MINUTE, MINUTE + 300_000, "", MINUTE, Map.of(), Map.of()));
    rows.add(List.of("stream", later, later, "", later, Map.of(), Map.of()));
    rows.add(List.of("stream", later, later + 60_000, "", later, Map.of(), Map.of()));
    rows.add(List.of("stream", MINUTE, MINUTE + 180_000, "", MINUTE, Map.of(), Map.of()));
    rows.add(List.of("stream", later, later + 60_000, "", later, Map.of(), Map.of()));
    assertWritten(
        rows,
        NOTHING,
        TestStream.create(SPANS)
            .addElements(minute(MINUTE))
            .addElements(progress(MINUTE + 600_000))
            .addElements(told(SpanNews.unread(MINUTE + 300_000, later)))
            .addElements(told(SpanNews.unread(MINUTE + 400_000, later)))
            .addElements(minute(MINUTE + 360_000), progress(MINUTE + 700_000))
            .addElements(progress(later + 60_000))
            // More of it, up to the same end: what is told from there on stays.
            .addElements(told(SpanNews.unread(MINUTE + 180_000, later)))
            .advanceWatermarkToInfinity());
  }

  @Test
  void periodsThatAreWrittenAndClicksThatAreLostAreTold() {
    List<String> kept = List.of("clicks_in_days_64", "rollups");
    Map<String, Long> since = Map.of("clicks_in_days_64", MINUTE, "rollups", MINUTE);
    long hour = MINUTE + 3_600_000;
    long day = 2 * Periods.DAY_MILLIS + MINUTE;
    List<List<Object>> rows = new ArrayList<>();
    Map<String, Long> none = Map.of("clicks_in_days_64", 0L, "rollups", 0L);
    Map<String, Long> hours = Map.of("clicks_in_days_64", hour, "rollups", 0L);
    Map<String, Long> both = Map.of("clicks_in_days_64", hour, "rollups", hour + 1);
    rows.add(List.of("stream", MINUTE, day, "", MINUTE, since, none));
    rows.add(List.of("stream", MINUTE, day, "", MINUTE, since, hours));
    rows.add(List.of("stream", MINUTE, day, "", MINUTE, since, both));
    rows.add(
        List.of(
            "stream",
            MINUTE,
            day,
            "",
            MINUTE,
            Map.of("clicks_in_days_64", hour + 2, "rollups", MINUTE),
            both));
    rows.add(
        List.of(
            "stream",
            MINUTE,
            day,
            "",
            MINUTE,
            Map.of("clicks_in_days_64", hour + 2, "rollups", hour + 3),
            both));
    assertWritten(
        rows,
        new Keeping("", kept),
        TestStream.create(SPANS)
            .addElements(minute(MINUTE), progress(day))
            .addElements(told(SpanNews.through(SpanNews.Kind.CLICK_HOURS, hour)))
            .addElements(told(SpanNews.through(SpanNews.Kind.ROLLED_UP, hour + 1)))
            .addElements(told(SpanNews.through(SpanNews.Kind.CLICK_HOURS, hour - 1)))
            .addElements(told(SpanNews.through(SpanNews.Kind.LOST_CLICKS, hour + 2)))
            .addElements(told(SpanNews.through(SpanNews.Kind.LOST_CLICKS, hour + 1)))
            .addElements(told(SpanNews.through(SpanNews.Kind.LOST_ROLL_UPS, hour + 3)))
            .advanceWatermarkToInfinity());
  }

  /** In the store the row with the highest version stays. */
  @Test
  void whatHasBecomeLessTakesThePlaceOfWhatWasTold() {
    Pipeline pipeline = pipeline();
    PCollection<PartitionBatch> written =
        pipeline
            .apply(
                TestStream.create(SPANS)
                    .addElements(minute(MINUTE))
                    .addElements(progress(MINUTE + 40 * Periods.DAY_MILLIS))
                    .addElements(told(SpanNews.unread(MINUTE + 60_000, MINUTE + 120_000)))
                    .advanceWatermarkToInfinity())
            .apply(ParDo.of(new JoinSpansFn()))
            .setCoder(PartitionBatchCoder.of());
    PAssert.that(written)
        .satisfies(
            batches -> {
              StoreRow newest =
                  StreamSupport.stream(batches.spliterator(), false)
                      .flatMap(batch -> batch.rows().stream())
                      .filter(row -> row.values().get(1).equals(MINUTE))
                      .max(Comparator.comparingLong(StoreRow::version))
                      .orElseThrow();
              assertThat(newest.values().get(2)).isEqualTo(MINUTE + 60_000);
              // Nor does it stay when a stream begun anew has counted an hour more.
              assertThat(newest.version())
                  .isLessThan(
                      Versions.of(
                          MINUTE + 40 * Periods.DAY_MILLIS + Periods.HOUR_MILLIS + 1, 0, 0));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  /** A stream that began anew has counted nothing of what the one before has. */
  @Test
  void anotherStreamBeginsAStretchOfItsOwn() {
    List<List<Object>> rows = new ArrayList<>();
    long later = MINUTE + 1_200_000;
    rows.add(List.of("stream", MINUTE, MINUTE + 60_000, "", MINUTE, Map.of(), Map.of()));
    rows.add(List.of("stream", later, later + 60_000, "", later, Map.of(), Map.of()));
    assertWritten(
        rows,
        NOTHING,
        TestStream.create(SPANS)
            .addElements(minute(MINUTE), progress(MINUTE + 60_000))
            .addElements(
                KV.of(STREAM + 1, SpanNews.minute(later)),
                KV.of(STREAM + 1, SpanNews.progress(later + 60_000)))
            .advanceWatermarkToInfinity());
  }

  /** What one stream says is final is not what another is still counting. */
  @Test
  void eachStreamSaysOfAllItsStretchesThroughWhenTheyAreFinal() {
    long old = MINUTE - 7000 * Periods.DAY_MILLIS;
    long end = MINUTE + 600_000;
    long isFinal = MINUTE + 60_000;
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("stream", old, old + 60_000, "", old, Map.of(), Map.of()));
    rows.add(List.of("stream", MINUTE, end, "", MINUTE, Map.of(), Map.of()));
    rows.add(List.of("stream", old, isFinal));
    rows.add(List.of("stream", MINUTE, isFinal));
    // It may begin earlier than was known.
    long earlier = MINUTE - 60_000;
    rows.add(List.of("stream", earlier, end, "", earlier, Map.of(), Map.of()));
    rows.add(List.of("stream", earlier, isFinal));
    long before = MINUTE - 1_200_000;
    rows.add(List.of("stream", before, before + 60_000, "", before, Map.of(), Map.of()));
    assertWritten(
        rows,
        NOTHING,
        TestStream.create(SPANS)
            .addElements(minute(old), minute(MINUTE), progress(end))
            .addElements(told(SpanNews.through(SpanNews.Kind.FINAL, isFinal)))
            .addElements(told(SpanNews.through(SpanNews.Kind.FINAL, MINUTE)))
            .addElements(minute(earlier))
            .addElements(
                KV.of(STREAM + 1, SpanNews.minute(before)),
                KV.of(STREAM + 1, SpanNews.progress(before + 60_000)))
            .advanceWatermarkToInfinity());
  }

  private static void assertWritten(
      List<List<Object>> rows, Keeping keeping, TestStream<KV<Long, SpanNews>> input) {
    Pipeline pipeline = pipeline();
    PCollection<PartitionBatch> written =
        pipeline
            .apply(input)
            .apply(
                MapElements.into(SPANS.getEncodedTypeDescriptor()).via(each -> by(keeping, each)))
            .setCoder(SPANS)
            .apply(ParDo.of(new JoinSpansFn()))
            .setCoder(PartitionBatchCoder.of());
    PAssert.that(written)
        .satisfies(
            batches -> {
              assertThat(values(batches)).containsExactlyInAnyOrderElementsOf(rows);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void notesHoursWithCountedClicksOnly() {
    Pipeline pipeline = pipeline();
    PCollection<Progress> progress = pipeline.apply("Progress", Create.empty(ProgressCoder.of()));
    PCollection<KV<Long, Long>> unread =
        pipeline.apply("Unread", Create.empty(KvCoder.of(VarLongCoder.of(), VarLongCoder.of())));
    PCollection<PartitionBatch> written =
        pipeline
            .apply(
                Create.of(
                        KV.of(MINUTE, new MinuteCounts(1, 1, 0, 0, 0, 0)),
                        KV.of(MINUTE + 60_000, new MinuteCounts(2, 1, 0, 0, 0, 0)),
                        KV.of(MINUTE - 365 * Periods.DAY_MILLIS, tooLate()),
                        KV.of(MINUTE + Periods.DAY_MILLIS, MinuteCounts.rejected(3)))
                    .withCoder(KvCoder.of(VarLongCoder.of(), MinuteCountsCoder.of())))
            .apply(NewsOfCounting.of(new Keeping("60s/10s", List.of()), progress, unread))
            .apply(RecordCounted.create());
    PAssert.that(written)
        .satisfies(
            batches -> {
              for (PartitionBatch batch : batches) {
                assertThat(batch.table()).isEqualTo(StoreTable.COUNTED_HOURS);
              }
              assertThat(values(batches)).extracting(row -> row.get(1)).containsOnly(HOUR);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static List<List<Object>> values(Iterable<PartitionBatch> batches) {
    return StreamSupport.stream(batches.spliterator(), false)
        .flatMap(batch -> batch.rows().stream())
        .map(StoreRow::values)
        .toList();
  }

  private static Map<String, Long> clicks(long since) {
    return Map.of("clicks", since);
  }

  private static MinuteCounts tooLate() {
    return new MinuteCounts(0, 0, 0, 0, 1, 0);
  }

  private static KV<Long, SpanNews> minute(long millis) {
    return told(SpanNews.minute(millis));
  }

  private static KV<Long, SpanNews> progress(long millis) {
    return told(SpanNews.progress(millis));
  }

  /** What tells of periods does not know what else is kept. */
  private static KV<Long, SpanNews> by(Keeping keeping, KV<Long, SpanNews> told) {
    SpanNews news = told.getValue();
    return switch (news.kind()) {
      case MINUTE, PROGRESS, UNREAD -> KV.of(told.getKey(), news.by(keeping));
      default -> told;
    };
  }

  private static KV<Long, SpanNews> told(SpanNews news) {
    return KV.of(STREAM, news);
  }

  private static Pipeline pipeline() {
    return Pipeline.create(PipelineOptionsFactory.create());
  }
}
