package org.adclicks.pipeline.sink;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.rank.RankingWindow;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
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
  private final transient @Nullable PCollection<KV<Long, Long>> unread;
  private final String windows;
  private final List<String> kept;

  private RecordCounted(
      PCollection<Progress> progress,
      @Nullable PCollection<KV<Long, Long>> unread,
      String windows,
      List<String> kept) {
    this.progress = progress;
    this.unread = unread;
    this.windows = windows;
    this.kept = List.copyOf(kept);
  }

  /** The stretch counted reaches as far as progress does. */
  public static RecordCounted following(PCollection<Progress> progress) {
    return new RecordCounted(progress, null, "", List.of());
  }

  /** Tells readers the sliding windows that lists are kept of. Default: none. */
  public RecordCounted withWindows(List<RankingWindow> windowsKept) {
    return new RecordCounted(
        progress,
        unread,
        windowsKept.stream().map(RecordCounted::text).collect(Collectors.joining(",")),
        kept);
  }

  /**
   * Tells readers what is written of that which could be left out, by the names of {@link
   * StoreSchema}. Default: nothing.
   */
  public RecordCounted withKept(List<String> names) {
    return new RecordCounted(progress, unread, windows, names);
  }

  /**
   * Cuts out spans of click times, as (from, to), of which records were deleted unread. Default:
   * there are none.
   *
   * @param lateness by how much clicks of before may have been among them
   */
  public RecordCounted without(PCollection<KV<Long, Long>> spans, Duration lateness) {
    return new RecordCounted(
        progress,
        spans
            .apply("ReachBack", ParDo.of(new ReachBackFn(lateness.getMillis())))
            .setCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of())),
        windows,
        kept);
  }

  private static String text(RankingWindow window) {
    return window.lengthMillis() / 1000 + "s/" + window.periodMillis() / 1000 + "s";
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<KV<Long, MinuteCounts>> counts) {
    KvCoder<Integer, KV<Long, Long>> coder =
        KvCoder.of(VarIntCoder.of(), KvCoder.of(VarLongCoder.of(), VarLongCoder.of()));
    PCollection<KV<Integer, KV<Long, Long>>> minutes =
        counts.apply("MinutesAsSpans", ParDo.of(new MinutesAsSpansFn())).setCoder(coder);
    PCollection<KV<Integer, KV<Long, Long>>> ends =
        progress.apply("ProgressAsSpans", ParDo.of(new ProgressAsSpansFn())).setCoder(coder);
    PCollectionList<KV<Integer, KV<Long, Long>>> all = PCollectionList.of(minutes).and(ends);
    if (unread != null) {
      all = all.and(unread.apply("UnreadAsSpans", ParDo.of(new UnreadAsSpansFn())).setCoder(coder));
    }
    PCollection<PartitionBatch> spans =
        all.apply("AllSpans", Flatten.pCollections())
            .apply("JoinSpans", ParDo.of(new JoinSpansFn(windows, kept)))
            .setCoder(PartitionBatchCoder.of());
    PCollection<PartitionBatch> hours =
        counts.apply("NoteHours", ParDo.of(new NoteHoursFn())).setCoder(PartitionBatchCoder.of());
    return PCollectionList.of(spans).and(hours).apply("SpansAndHours", Flatten.pCollections());
  }

  private static boolean hasClicks(KV<Long, MinuteCounts> counts) {
    return counts.getValue().clicks() > 0;
  }

  /** A minute with clicks begins a span whose end is not known. */
  private static final class MinutesAsSpansFn
      extends DoFn<KV<Long, MinuteCounts>, KV<Integer, KV<Long, Long>>> {

    @ProcessElement
    public void span(
        @Element KV<Long, MinuteCounts> counts, OutputReceiver<KV<Integer, KV<Long, Long>>> out) {
      if (hasClicks(counts)) {
        out.output(KV.of(0, KV.of(counts.getKey(), JoinSpansFn.UNKNOWN_END)));
      }
    }
  }

  /** Progress is the end of a span whose beginning is not known. */
  private static final class ProgressAsSpansFn extends DoFn<Progress, KV<Integer, KV<Long, Long>>> {

    @ProcessElement
    public void span(@Element Progress element, OutputReceiver<KV<Integer, KV<Long, Long>>> out) {
      out.output(KV.of(0, KV.of(JoinSpansFn.UNKNOWN_BEGINNING, element.asOfMillis())));
    }
  }

  private static final class ReachBackFn extends DoFn<KV<Long, Long>, KV<Long, Long>> {

    private final long millis;

    ReachBackFn(long millis) {
      this.millis = millis;
    }

    @ProcessElement
    public void reachBack(@Element KV<Long, Long> span, OutputReceiver<KV<Long, Long>> out) {
      out.output(KV.of(Math.max(0, span.getKey() - millis), span.getValue()));
    }
  }

  /** A span whose beginning and end are known was not read. */
  private static final class UnreadAsSpansFn
      extends DoFn<KV<Long, Long>, KV<Integer, KV<Long, Long>>> {

    @ProcessElement
    public void span(
        @Element KV<Long, Long> span, OutputReceiver<KV<Integer, KV<Long, Long>>> out) {
      out.output(KV.of(0, span));
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
