package org.adclicks.pipeline.rollup;

import java.util.List;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.BatchCells;
import org.adclicks.pipeline.sink.UpsertRows;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.minutes.LeaveAfter;
import org.adclicks.transforms.pack.Shards;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Keeps the cells of hours and days in the store: of each hour once it is final, of each day once
 * its last hour has landed.
 *
 * <p>Shape: {@code PCollection<KV<Long, Long>>} (stream -> minute with clicks) and how far all is
 * final -> {@link #THROUGH} and {@link #LOST}. Minutes' rows must have landed when they are told to
 * be final.
 *
 * <p>Units: milliseconds since 1970. State: that of {@link FinalPeriods}. Errors: {@link
 * IllegalArgumentException} for a number of shards that is no power of two; those of {@link
 * RollUpCells} and {@link UpsertRows}. Source: docs/decisions/0050.
 */
public final class KeepRollUps extends PTransform<PCollection<KV<Long, Long>>, PCollectionTuple> {

  /** By stream, through when the hours and days that have ended are in the store. */
  public static final TupleTag<KV<Long, Long>> THROUGH = new TupleTag<>("through") {};

  /** By stream, the ends of hours and days that could not be added up any more. */
  public static final TupleTag<KV<Long, Long>> LOST = RollUpCells.LOST;

  private static final long serialVersionUID = 1L;

  private final transient PCollection<KV<Long, Long>> finals;
  private final StoreSettings store;
  private final int shards;

  private KeepRollUps(PCollection<KV<Long, Long>> finals, StoreSettings store, int shards) {
    this.finals = finals;
    this.store = store;
    this.shards = shards;
  }

  /** Follows these: how far all minutes are final. */
  public static KeepRollUps following(PCollection<KV<Long, Long>> finals, StoreSettings store) {
    return new KeepRollUps(finals, store, Buckets.COUNT);
  }

  /**
   * The shards of ads, a power of two. Those that have parts of one bucket are one here: buckets
   * are read whole.
   */
  public KeepRollUps withShards(int number) {
    int whole = Math.min(Shards.requirePowerOfTwo(number), Buckets.COUNT);
    return new KeepRollUps(finals, store, whole);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Long, Long>> minutes) {
    PCollectionTuple hours =
        minutes.apply("FinalHours", FinalPeriods.following(finals, Periods.HOUR_MILLIS, shards));
    PCollectionTuple ofHours =
        hours
            .get(FinalPeriods.ITEMS)
            .apply("RollUpHours", RollUpCells.perHour(store).withShards(shards));
    PCollection<Void> hoursLanded =
        ofHours
            .get(RollUpCells.TOTALS)
            .apply("BatchHours", BatchCells.perHour())
            .apply("UpsertHours", UpsertRows.into(store));
    PCollection<KV<Long, Long>> throughHours =
        hours
            .get(FinalPeriods.THROUGH)
            .apply("HoursLanded", LeaveAfter.landing(List.of(hoursLanded), any -> 0));
    PCollectionTuple days =
        minutes.apply(
            "FinalDays", FinalPeriods.following(throughHours, Periods.DAY_MILLIS, shards));
    PCollectionTuple ofDays =
        days.get(FinalPeriods.ITEMS)
            .apply("RollUpDays", RollUpCells.perDay(store).withShards(shards));
    PCollection<Void> daysLanded =
        ofDays
            .get(RollUpCells.TOTALS)
            .apply("BatchDays", BatchCells.perDay())
            .apply("UpsertDays", UpsertRows.into(store));
    PCollection<KV<Long, Long>> through =
        days.get(FinalPeriods.THROUGH)
            .apply("DaysLanded", LeaveAfter.landing(List.of(daysLanded), any -> 0));
    PCollection<KV<Long, Long>> lost =
        PCollectionList.of(ofHours.get(RollUpCells.LOST))
            .and(ofDays.get(RollUpCells.LOST))
            .apply("LostPeriods", Flatten.pCollections());
    return PCollectionTuple.of(THROUGH, through).and(LOST, lost);
  }
}
