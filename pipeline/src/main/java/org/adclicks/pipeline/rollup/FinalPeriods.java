package org.adclicks.pipeline.rollup;

import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.adclicks.transforms.pack.Shards;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Says which hours, or days, can no longer change and are to be read back from the store: one shard
 * after another, five seconds of what is final apart, since all at once would be a burst of reads.
 *
 * <p>It goes by what it is told, not by the watermark: how far all is final comes as elements. One
 * stamped t counts once the watermark has passed t, so that all minutes told until then are known.
 * Which of them comes first, or again, or says less than one before, makes no difference.
 *
 * <p>Shape: {@code PCollection<KV<Long, Long>>} (stream -> minute with clicks) and how far all is
 * final, by stream -> {@link #ITEMS} and {@link #THROUGH}.
 *
 * <p>Units: milliseconds since 1970. State: of each stream a small record of each period that is
 * waited for, and the stretches of those that have been. Errors: {@link IllegalArgumentException}
 * for no shards. Source: docs/decisions/0050.
 */
public final class FinalPeriods extends PTransform<PCollection<KV<Long, Long>>, PCollectionTuple> {

  /**
   * A period with clicks and each of its shards, once: the period's first millisecond and the
   * shard; its stream, and since when, by the clock, the period is known here.
   */
  public static final TupleTag<KV<MinuteShard, KV<Long, Long>>> ITEMS = FinalPeriodsFn.ITEMS;

  /**
   * By stream, the end of the last minute through which all periods that have ended are among the
   * items.
   */
  public static final TupleTag<KV<Long, Long>> THROUGH = FinalPeriodsFn.THROUGH;

  private static final long serialVersionUID = 1L;

  private final transient PCollection<KV<Long, Long>> finals;
  private final long periodMillis;
  private final int shards;

  private FinalPeriods(PCollection<KV<Long, Long>> finals, long periodMillis, int shards) {
    this.finals = finals;
    this.periodMillis = periodMillis;
    this.shards = Shards.requirePositive(shards);
  }

  /**
   * Follows these.
   *
   * @param finals how far all is final; no minute that is told later is before it
   * @param periodMillis an hour or a day
   */
  public static FinalPeriods following(
      PCollection<KV<Long, Long>> finals, long periodMillis, int shards) {
    return new FinalPeriods(finals, periodMillis, shards);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Long, Long>> minutes) {
    PCollectionTuple told =
        PCollectionList.of(
                minutes
                    .apply("PeriodOf", ParDo.of(new PeriodOfFn(periodMillis)))
                    .setCoder(FinalPeriodsFn.NEWS))
            .and(finals.apply("Final", ParDo.of(new FinalFn())).setCoder(FinalPeriodsFn.NEWS))
            .apply("Both", Flatten.pCollections())
            .apply(
                "Follow",
                ParDo.of(new FinalPeriodsFn(periodMillis, shards))
                    .withOutputTags(ITEMS, TupleTagList.of(THROUGH)));
    told.get(ITEMS).setCoder(KvCoder.of(MinuteShardCoder.of(), FinalPeriodsFn.BY_STREAM));
    told.get(THROUGH).setCoder(FinalPeriodsFn.BY_STREAM);
    return told;
  }

  private static final class PeriodOfFn extends DoFn<KV<Long, Long>, KV<Long, KV<Boolean, Long>>> {

    private static final long serialVersionUID = 1L;

    private final long periodMillis;

    PeriodOfFn(long periodMillis) {
      this.periodMillis = periodMillis;
    }

    @ProcessElement
    public void period(
        @Element KV<Long, Long> minute, OutputReceiver<KV<Long, KV<Boolean, Long>>> out) {
      long millis = minute.getValue();
      long start = millis - Math.floorMod(millis, periodMillis);
      out.output(FinalPeriodsFn.period(minute.getKey(), start));
    }
  }

  private static final class FinalFn extends DoFn<KV<Long, Long>, KV<Long, KV<Boolean, Long>>> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void reached(
        @Element KV<Long, Long> through, OutputReceiver<KV<Long, KV<Boolean, Long>>> out) {
      out.output(FinalPeriodsFn.finalThrough(through.getKey(), through.getValue()));
    }
  }
}
