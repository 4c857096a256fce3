package org.adclicks.pipeline.rollup;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Writes hours of the click index once more: read back from the minutes' blocks, each click once,
 * those of one user or ip in one chunk. The minutes' blocks then leave by their time to live.
 *
 * <p>Shape: {@code PCollection<KV<MinuteShard, KV<Long, Long>>>}, {@link FinalPeriods#ITEMS} ->
 * {@link #ROWS} and {@link #LOST}. Written twice, or begun and given up, an hour has the same
 * clicks: readers take each once.
 *
 * <p>State: none. Errors: a read the store refuses for half a minute fails the bundle. Source:
 * docs/decisions/0043, 0050.
 */
public final class RewriteClicks
    extends PTransform<PCollection<KV<MinuteShard, KV<Long, Long>>>, PCollectionTuple> {

  /** The hours' rows. */
  public static final TupleTag<PartitionBatch> ROWS = RewriteStoredFn.ROWS;

  /**
   * By stream, the ends of hours of which minutes' blocks may have left the store before they were
   * read, or were not what was written.
   */
  public static final TupleTag<KV<Long, Long>> LOST = RewriteStoredFn.LOST;

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;
  private final IndexShards shards;

  private RewriteClicks(StoreSettings store, IndexShards shards) {
    this.store = store;
    this.shards = shards;
  }

  /** From the minutes' blocks, spread so. */
  public static RewriteClicks perHour(StoreSettings store, IndexShards shards) {
    return new RewriteClicks(store, shards);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<MinuteShard, KV<Long, Long>>> items) {
    PCollectionTuple rewritten =
        items
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply(
                "RewriteStored",
                ParDo.of(new RewriteStoredFn(store, shards))
                    .withOutputTags(ROWS, TupleTagList.of(LOST)));
    rewritten.get(ROWS).setCoder(PartitionBatchCoder.of());
    rewritten.get(LOST).setCoder(FinalPeriodsFn.BY_STREAM);
    return rewritten;
  }
}
