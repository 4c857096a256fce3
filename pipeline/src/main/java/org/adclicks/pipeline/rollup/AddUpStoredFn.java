package org.adclicks.pipeline.rollup;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.proto.store.Buckets;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Reads a period's rows of one shard back from the store, and adds them up. It says of which
 * periods rows were written so long ago that the store may have dropped some: of these there are no
 * totals.
 */
final class AddUpStoredFn extends DoFn<KV<MinuteShard, KV<Long, Long>>, CellTotals> {

  static final TupleTag<CellTotals> TOTALS = new TupleTag<>("totals") {};
  static final TupleTag<KV<Long, Long>> LOST = new TupleTag<>("lost") {};

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;
  private final StoreTable shorter;
  private final long periodMillis;
  private final int shards;

  private final OpenedOnce<StoredCells> cells = new OpenedOnce<>();

  AddUpStoredFn(StoreSettings store, StoreTable shorter, long periodMillis, int shards) {
    this.store = store;
    this.shorter = shorter;
    this.periodMillis = periodMillis;
    this.shards = shards;
  }

  @ProcessElement
  public void addUp(@Element KV<MinuteShard, KV<Long, Long>> item, MultiOutputReceiver out) {
    MinuteShard key = item.getKey();
    StoredCells stored = cells.get(() -> StoredCells.connect(store, shorter));
    // The first row was written about when the period's first minute was told.
    if (stored.areGone(item.getValue().getValue())) {
      out.get(LOST).output(KV.of(item.getValue().getKey(), key.minuteMillis() + periodMillis));
      return;
    }
    RolledUpCells rolledUp =
        new RolledUpCells(key.minuteMillis(), key.shard(), out.get(TOTALS)::output);
    for (int bucket = key.shard(); bucket < Buckets.COUNT; bucket += shards) {
      stored.forEach(bucket, key.minuteMillis(), rolledUp::add);
    }
    rolledUp.flush();
  }

  @Teardown
  public void close() {
    cells.close();
  }
}
