package org.adclicks.transforms.cells;

import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.minutes.MinuteCountsTag;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.Durations;
import org.adclicks.transforms.state.SplitState;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/**
 * Counts deduplicated clicks per ad and scope in one-minute event-time windows.
 *
 * <p>Shape: {@code PCollection<KV<MinuteShard, CellPack>>} -> {@link CountedCells}. The totals of a
 * minute leave when the watermark passes its end; before that if early firings are on; and after it
 * when late clicks have changed them, gathered for five seconds of event time. Each emission
 * carries only the cells that changed, with their whole totals, so that a sink may overwrite.
 *
 * <p>Units: clicks.
 *
 * <p>State: two cells' entries per cell of a minute that is not final.
 *
 * <p>Errors: {@link IllegalArgumentException} for a negative duration or a number of parts that is
 * no power of two. Source: docs/decisions/0002.
 */
public final class CountCells
    extends PTransform<PCollection<KV<MinuteShard, CellPack>>, CountedCells> {

  private static final long serialVersionUID = 1L;

  private final Lateness lateness;
  private final long earlyMillis;
  private final int stateParts;

  private CountCells(Lateness lateness, long earlyMillis, int stateParts) {
    this.lateness = lateness;
    this.earlyMillis = earlyMillis;
    this.stateParts = stateParts;
  }

  public static CountCells perMinute() {
    return new CountCells(Lateness.DEFAULT, 0, 1);
  }

  /**
   * Corrects the totals of minutes that ended up to {@code allowed} behind the watermark. Default:
   * ten minutes.
   */
  public CountCells withAllowedLateness(Duration allowed) {
    return new CountCells(Lateness.of(allowed), earlyMillis, stateParts);
  }

  /**
   * Emits what has changed in an open minute every so much event time from its start. Default:
   * zero, which is never.
   */
  public CountCells withEarlyFirings(Duration every) {
    return new CountCells(
        lateness, Durations.requireNotNegative("early firings", every), stateParts);
  }

  /**
   * Keeps the cells of a minute and shard in so many parts, a power of two up to 4096. Default: 1,
   * which is best on a heap; with RocksDB 4096 is.
   */
  public CountCells withStateParts(int parts) {
    return new CountCells(lateness, earlyMillis, SplitState.requireValid(parts));
  }

  @Override
  public CountedCells expand(PCollection<KV<MinuteShard, CellPack>> packs) {
    PCollectionTuple counted =
        packs.apply(
            "AddUpMinutes",
            ParDo.of(new AddUpMinutesFn(lateness, earlyMillis, stateParts))
                .withOutputTags(CountedCells.TOTALS, TupleTagList.of(MinuteCountsTag.COUNTS)));
    return new CountedCells(
        counted.get(CountedCells.TOTALS).setCoder(CellTotalsCoder.of()),
        counted.get(MinuteCountsTag.COUNTS).setCoder(MinuteCountsTag.CODER));
  }
}
