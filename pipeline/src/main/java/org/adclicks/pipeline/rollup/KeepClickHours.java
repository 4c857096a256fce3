package org.adclicks.pipeline.rollup;

import java.util.List;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.UpsertRows;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.minutes.LeaveAfter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Keeps the hours of the click index in the store: each once it is final, made from its minutes'
 * blocks.
 *
 * <p>Shape: {@code PCollection<KV<Long, Long>>} (stream -> minute with clicks) and how far all is
 * final -> {@link #THROUGH} and {@link #LOST}. Minutes' blocks must have landed when their minutes
 * are told to be final.
 *
 * <p>Units: milliseconds since 1970. State: that of {@link FinalPeriods}. Errors: those of {@link
 * RewriteClicks} and {@link UpsertRows}. Source: docs/decisions/0043, 0050.
 */
public final class KeepClickHours
    extends PTransform<PCollection<KV<Long, Long>>, PCollectionTuple> {

  /** Through when the hours that have ended are in the store. */
  public static final TupleTag<KV<Long, Long>> THROUGH = FinalPeriods.THROUGH;

  /**
   * The ends of hours of which minutes' blocks may have left the store before they were read, or
   * were not what was written.
   */
  public static final TupleTag<KV<Long, Long>> LOST = RewriteClicks.LOST;

  private static final long serialVersionUID = 1L;

  private final transient PCollection<KV<Long, Long>> finals;
  private final StoreSettings store;
  private final IndexShards shards;

  private KeepClickHours(
      PCollection<KV<Long, Long>> finals, StoreSettings store, IndexShards shards) {
    this.finals = finals;
    this.store = store;
    this.shards = shards;
  }

  /**
   * Follows these: how far all minutes are final.
   *
   * @param shards over which the blocks of minutes are spread
   */
  public static KeepClickHours following(
      PCollection<KV<Long, Long>> finals, StoreSettings store, IndexShards shards) {
    return new KeepClickHours(finals, store, shards);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Long, Long>> minutes) {
    PCollectionTuple hours =
        minutes.apply(
            "FinalClickHours", FinalPeriods.following(finals, Periods.HOUR_MILLIS, shards.count()));
    PCollectionTuple rewritten =
        hours.get(FinalPeriods.ITEMS).apply("RewriteClicks", RewriteClicks.perHour(store, shards));
    PCollection<Void> landed =
        rewritten.get(RewriteClicks.ROWS).apply("UpsertClickHours", UpsertRows.into(store));
    PCollection<KV<Long, Long>> through =
        hours
            .get(FinalPeriods.THROUGH)
            .apply("ClickHoursLanded", LeaveAfter.landing(List.of(landed), any -> 0));
    return PCollectionTuple.of(THROUGH, through).and(LOST, rewritten.get(RewriteClicks.LOST));
  }
}
