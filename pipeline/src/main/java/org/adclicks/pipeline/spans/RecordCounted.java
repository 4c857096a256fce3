package org.adclicks.pipeline.spans;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.pipeline.sink.StoreRow;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.rank.RankingWindow;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows that say which stretch of event time was counted, and when the rows of each hour
 * were first written. They tell nobody clicked from not counted, and from no longer kept.
 *
 * <p>Shape: {@code PCollection<KV<Long, MinuteCounts>>} (minute -> counts to be added) -> {@code
 * PCollection<PartitionBatch>}.
 *
 * <p>Units: milliseconds since 1970. State: a few numbers. Source: docs/decisions/0025.
 */
public final class RecordCounted
    extends PTransform<PCollection<KV<Long, MinuteCounts>>, PCollection<PartitionBatch>> {

  private final transient PCollection<Progress> progress;
  private final transient List<Supplier<PCollection<KV<Integer, SpanNews>>>> news;
  private final String windows;
  private final List<String> kept;

  private RecordCounted(
      PCollection<Progress> progress,
      List<Supplier<PCollection<KV<Integer, SpanNews>>>> news,
      String windows,
      List<String> kept) {
    this.progress = progress;
    this.news = List.copyOf(news);
    this.windows = windows;
    this.kept = List.copyOf(kept);
  }

  /** The stretch counted reaches as far as progress does. */
  public static RecordCounted following(PCollection<Progress> progress) {
    return new RecordCounted(progress, List.of(), "", List.of());
  }

  /** Tells readers the sliding windows that lists are kept of. Default: none. */
  public RecordCounted withWindows(List<RankingWindow> windowsKept) {
    return new RecordCounted(
        progress,
        news,
        windowsKept.stream().map(RecordCounted::text).collect(Collectors.joining(",")),
        kept);
  }

  /**
   * Tells readers what is written of that which could be left out, by the names of {@link
   * StoreSchema}. Default: nothing.
   */
  public RecordCounted withKept(List<String> names) {
    return new RecordCounted(progress, news, windows, names);
  }

  /** Tells readers through when hours and days of cells are written. Default: none are. */
  public RecordCounted withRollUps(PCollection<Progress> rolledUp) {
    return with(
        () ->
            rolledUp.apply("RolledUpAsNews", ParDo.of(new FinalAsNewsFn(SpanNews.Kind.ROLLED_UP))));
  }

  /** Tells readers through when hours of clicks are written. Default: none are. */
  public RecordCounted withClickHours(PCollection<Progress> rewritten) {
    return with(
        () ->
            rewritten.apply(
                "RewrittenAsNews", ParDo.of(new FinalAsNewsFn(SpanNews.Kind.CLICK_HOURS))));
  }

  /**
   * Says of the clicks that they are kept since the ends of hours of which some were lost. Default:
   * none were.
   */
  public RecordCounted withoutClicksOf(PCollection<Long> hourEnds) {
    return with(() -> hourEnds.apply("LostAsNews", ParDo.of(new LostAsNewsFn())));
  }

  /**
   * Cuts out spans of click times, as (from, to), of which records were deleted unread. Default:
   * there are none.
   *
   * @param lateness by how much clicks of before may have been among them
   */
  public RecordCounted without(PCollection<KV<Long, Long>> spans, Duration lateness) {
    return with(
        () -> spans.apply("UnreadAsNews", ParDo.of(new UnreadAsNewsFn(lateness.getMillis()))));
  }

  /** Applied within, so that the graph has one step more and no other name. */
  private RecordCounted with(Supplier<PCollection<KV<Integer, SpanNews>>> more) {
    List<Supplier<PCollection<KV<Integer, SpanNews>>>> all = new ArrayList<>(news);
    all.add(more);
    return new RecordCounted(progress, all, windows, kept);
  }

  private static String text(RankingWindow window) {
    return window.lengthMillis() / 1000 + "s/" + window.periodMillis() / 1000 + "s";
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<KV<Long, MinuteCounts>> counts) {
    List<PCollection<KV<Integer, SpanNews>>> all = new ArrayList<>();
    news.forEach(each -> all.add(each.get().setCoder(SpanNewsCoder.KEYED)));
    all.add(
        counts
            .apply("MinutesAsNews", ParDo.of(new MinutesAsNewsFn()))
            .setCoder(SpanNewsCoder.KEYED));
    all.add(
        progress
            .apply("ProgressAsNews", ParDo.of(new ProgressAsNewsFn()))
            .setCoder(SpanNewsCoder.KEYED));
    PCollection<PartitionBatch> spans =
        PCollectionList.of(all)
            .apply("AllNews", Flatten.pCollections())
            .apply("JoinSpans", ParDo.of(new JoinSpansFn(windows, kept)))
            .setCoder(PartitionBatchCoder.of());
    PCollection<PartitionBatch> hours =
        counts.apply("NoteHours", ParDo.of(new NoteHoursFn())).setCoder(PartitionBatchCoder.of());
    return PCollectionList.of(spans).and(hours).apply("SpansAndHours", Flatten.pCollections());
  }

  private static boolean hasClicks(KV<Long, MinuteCounts> counts) {
    return counts.getValue().clicks() > 0;
  }

  private static final class MinutesAsNewsFn
      extends DoFn<KV<Long, MinuteCounts>, KV<Integer, SpanNews>> {

    @ProcessElement
    public void tell(
        @Element KV<Long, MinuteCounts> counts, OutputReceiver<KV<Integer, SpanNews>> out) {
      if (hasClicks(counts)) {
        out.output(SpanNews.minute(counts.getKey()));
      }
    }
  }

  private static final class ProgressAsNewsFn extends DoFn<Progress, KV<Integer, SpanNews>> {

    @ProcessElement
    public void tell(@Element Progress element, OutputReceiver<KV<Integer, SpanNews>> out) {
      out.output(SpanNews.through(SpanNews.Kind.PROGRESS, element.asOfMillis()));
    }
  }

  private static final class FinalAsNewsFn extends DoFn<Progress, KV<Integer, SpanNews>> {

    private final SpanNews.Kind kind;

    FinalAsNewsFn(SpanNews.Kind kind) {
      this.kind = kind;
    }

    @ProcessElement
    public void tell(@Element Progress element, OutputReceiver<KV<Integer, SpanNews>> out) {
      out.output(SpanNews.through(kind, element.finalThroughMillis()));
    }
  }

  private static final class LostAsNewsFn extends DoFn<Long, KV<Integer, SpanNews>> {

    @ProcessElement
    public void tell(@Element Long hourEnd, OutputReceiver<KV<Integer, SpanNews>> out) {
      out.output(SpanNews.through(SpanNews.Kind.LOST_CLICKS, hourEnd));
    }
  }

  private static final class UnreadAsNewsFn extends DoFn<KV<Long, Long>, KV<Integer, SpanNews>> {

    private final long latenessMillis;

    UnreadAsNewsFn(long latenessMillis) {
      this.latenessMillis = latenessMillis;
    }

    @ProcessElement
    public void tell(@Element KV<Long, Long> span, OutputReceiver<KV<Integer, SpanNews>> out) {
      out.output(SpanNews.unread(Math.max(0, span.getKey() - latenessMillis), span.getValue()));
    }
  }

  /**
   * Notes the time at which clicks of an hour are first seen here, which is about when their first
   * rows are written; of several notes the store keeps the earliest.
   */
  private static final class NoteHoursFn extends DoFn<KV<Long, MinuteCounts>, PartitionBatch> {

    private static final int REMEMBERED = 1_000;

    private transient @Nullable Set<Long> noted;

    @ProcessElement
    public void note(@Element KV<Long, MinuteCounts> counts, OutputReceiver<PartitionBatch> out) {
      if (noted == null || noted.size() > REMEMBERED) {
        noted = new HashSet<>();
      }
      long hour = Periods.hourOf(counts.getKey());
      if (!hasClicks(counts) || !noted.add(hour)) {
        return;
      }
      long now = System.currentTimeMillis();
      StoreRow row = StoreRow.of(Versions.ofEarliest(hour, now), Periods.monthOf(hour), hour, now);
      out.output(new PartitionBatch(StoreTable.COUNTED_HOURS, List.of(row)));
    }
  }
}
