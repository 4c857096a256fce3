package org.adclicks.pipeline.spans;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.pipeline.sink.StoreRow;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows that say which stretch of event time was counted, and when the rows of each hour
 * were first written. They tell nobody clicked from not counted, and from no longer kept.
 *
 * <p>Shape: {@code PCollection<KV<Long, SpanNews>>} (stream -> what it has to tell, each {@link
 * SpanNews#by}) -> {@code PCollection<PartitionBatch>}. A stream is one that goes on from its
 * state: what another counted says nothing of what this one did.
 *
 * <p>Units: milliseconds since 1970. State: a few numbers a stream. Source: docs/decisions/0025,
 * 0051.
 */
public final class RecordCounted
    extends PTransform<PCollection<KV<Long, SpanNews>>, PCollection<PartitionBatch>> {

  private final transient List<Supplier<PCollection<KV<Long, SpanNews>>>> news;

  private RecordCounted(List<Supplier<PCollection<KV<Long, SpanNews>>>> news) {
    this.news = List.copyOf(news);
  }

  public static RecordCounted create() {
    return new RecordCounted(List.of());
  }

  /** Tells readers through when minutes are final. Default: none are. */
  public RecordCounted withFinal(PCollection<KV<Long, Long>> finalThrough) {
    return with("FinalAsNews", finalThrough, SpanNews.Kind.FINAL);
  }

  /** Tells readers through when hours and days of cells are written. Default: none are. */
  public RecordCounted withRollUps(PCollection<KV<Long, Long>> rolledUp) {
    return with("RolledUpAsNews", rolledUp, SpanNews.Kind.ROLLED_UP);
  }

  /** Tells readers through when hours of clicks are written. Default: none are. */
  public RecordCounted withClickHours(PCollection<KV<Long, Long>> rewritten) {
    return with("RewrittenAsNews", rewritten, SpanNews.Kind.CLICK_HOURS);
  }

  /**
   * Says of the clicks that they are kept since the ends of hours of which some were lost. Default:
   * none were.
   */
  public RecordCounted withoutClicksOf(PCollection<KV<Long, Long>> hourEnds) {
    return with("LostAsNews", hourEnds, SpanNews.Kind.LOST_CLICKS);
  }

  /**
   * Says of the roll-ups that they are kept since the ends of periods of which some were lost.
   * Default: none were.
   */
  public RecordCounted withoutRollUpsOf(PCollection<KV<Long, Long>> periodEnds) {
    return with("LostRollUpsAsNews", periodEnds, SpanNews.Kind.LOST_ROLL_UPS);
  }

  /** Applied within, so that the graph has one step more and no other name. */
  private RecordCounted with(String name, PCollection<KV<Long, Long>> times, SpanNews.Kind kind) {
    List<Supplier<PCollection<KV<Long, SpanNews>>>> all = new ArrayList<>(news);
    all.add(() -> times.apply(name, ParDo.of(new TimesAsNewsFn(kind))));
    return new RecordCounted(all);
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<KV<Long, SpanNews>> counted) {
    List<PCollection<KV<Long, SpanNews>>> all = new ArrayList<>();
    news.forEach(each -> all.add(each.get().setCoder(SpanNewsCoder.KEYED)));
    all.add(counted);
    PCollection<PartitionBatch> spans =
        PCollectionList.of(all)
            .apply("AllNews", Flatten.pCollections())
            .apply("JoinSpans", ParDo.of(new JoinSpansFn()))
            .setCoder(PartitionBatchCoder.of());
    PCollection<PartitionBatch> hours =
        counted.apply("NoteHours", ParDo.of(new NoteHoursFn())).setCoder(PartitionBatchCoder.of());
    return PCollectionList.of(spans).and(hours).apply("SpansAndHours", Flatten.pCollections());
  }

  private static final class TimesAsNewsFn extends DoFn<KV<Long, Long>, KV<Long, SpanNews>> {

    private final SpanNews.Kind kind;

    TimesAsNewsFn(SpanNews.Kind kind) {
      this.kind = kind;
    }

    @ProcessElement
    public void tell(@Element KV<Long, Long> time, OutputReceiver<KV<Long, SpanNews>> out) {
      out.output(KV.of(time.getKey(), SpanNews.through(kind, time.getValue())));
    }
  }

  /**
   * Notes the time at which clicks of an hour are first seen here, which is about when their first
   * rows are written; of several notes the store keeps the earliest.
   */
  private static final class NoteHoursFn extends DoFn<KV<Long, SpanNews>, PartitionBatch> {

    private static final int REMEMBERED = 1_000;

    private transient @Nullable Set<Long> noted;

    @ProcessElement
    public void note(@Element KV<Long, SpanNews> news, OutputReceiver<PartitionBatch> out) {
      if (noted == null || noted.size() > REMEMBERED) {
        noted = new HashSet<>();
      }
      long hour = Periods.hourOf(news.getValue().fromMillis());
      if (news.getValue().kind() != SpanNews.Kind.MINUTE || !noted.add(hour)) {
        return;
      }
      long now = System.currentTimeMillis();
      StoreRow row = StoreRow.of(Versions.ofEarliest(hour, now), Periods.monthOf(hour), hour, now);
      out.output(new PartitionBatch(StoreTable.COUNTED_HOURS, List.of(row)));
    }
  }
}
