package org.adclicks.pipeline.rollup;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CellTotalsCoder;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.Shards;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Adds up the stored cells of minutes to hours, or of hours to days (UTC), for answers over long
 * ranges: they are read back from the store, where those of one bucket and period are one
 * partition.
 *
 * <p>Shape: {@code PCollection<KV<MinuteShard, KV<Long, Long>>>}, {@link FinalPeriods#ITEMS} ->
 * {@link #TOTALS} of the longer period and {@link #LOST}. One that comes twice is read and put out
 * twice, with the same totals; of a shard without rows there are none.
 *
 * <p>State: none. Errors: {@link IllegalArgumentException} for a number of shards that is no power
 * of two, or larger than that of buckets; a read the store refuses for half a minute fails the
 * bundle. Source: docs/decisions/0013, 0050.
 */
public final class RollUpCells
    extends PTransform<PCollection<KV<MinuteShard, KV<Long, Long>>>, PCollectionTuple> {

  /** What the periods' rows add up to. */
  public static final TupleTag<CellTotals> TOTALS = AddUpStoredFn.TOTALS;

  /** By stream, the ends of periods some of whose rows may have left the store. */
  public static final TupleTag<KV<Long, Long>> LOST = AddUpStoredFn.LOST;

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;
  private final StoreTable shorter;
  private final long periodMillis;
  private final int shards;

  private RollUpCells(StoreSettings store, StoreTable shorter, long periodMillis, int shards) {
    this.store = store;
    this.shorter = shorter;
    this.periodMillis = periodMillis;
    this.shards = shards;
  }

  /** From the stored cells of minutes. */
  public static RollUpCells perHour(StoreSettings store) {
    return new RollUpCells(store, StoreTable.CELLS, Periods.HOUR_MILLIS, Buckets.COUNT);
  }

  /** From the stored hours. */
  public static RollUpCells perDay(StoreSettings store) {
    return new RollUpCells(store, StoreTable.CELLS_BY_HOUR, Periods.DAY_MILLIS, Buckets.COUNT);
  }

  /** The shards that items come in, of whole buckets each. */
  public RollUpCells withShards(int number) {
    if (Shards.requirePowerOfTwo(number) > Buckets.COUNT) {
      throw new IllegalArgumentException("shards of parts of buckets: " + number);
    }
    return new RollUpCells(store, shorter, periodMillis, number);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<MinuteShard, KV<Long, Long>>> items) {
    PCollectionTuple read =
        items
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply(
                "AddUpStored",
                ParDo.of(new AddUpStoredFn(store, shorter, periodMillis, shards))
                    .withOutputTags(TOTALS, TupleTagList.of(LOST)));
    read.get(TOTALS).setCoder(CellTotalsCoder.of());
    read.get(LOST).setCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of()));
    return read;
  }
}
