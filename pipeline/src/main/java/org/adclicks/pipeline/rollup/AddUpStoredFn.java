package org.adclicks.pipeline.rollup;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.proto.store.Buckets;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Reads a period's rows of one shard back from the store, and adds them up. */
final class AddUpStoredFn extends DoFn<KV<MinuteShard, KV<Long, Long>>, CellTotals> {

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;
  private final StoreTable shorter;
  private final int shards;

  private final OpenedOnce<StoredCells> cells = new OpenedOnce<>();

  AddUpStoredFn(StoreSettings store, StoreTable shorter, int shards) {
    this.store = store;
    this.shorter = shorter;
    this.shards = shards;
  }

  @ProcessElement
  public void addUp(@Element KV<MinuteShard, KV<Long, Long>> item, OutputReceiver<CellTotals> out) {
    MinuteShard key = item.getKey();
    StoredCells stored = cells.get(() -> StoredCells.connect(store, shorter));
    RolledUpCells rolledUp = new RolledUpCells(key.minuteMillis(), key.shard(), out::output);
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
