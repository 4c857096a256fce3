package org.adclicks.pipeline.restate;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.RowPlaces;
import org.adclicks.pipeline.sink.StorePartition;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.proto.store.ClickBuckets;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/** Reads a partition that is asked for, and tells what of it is not as it should be. */
final class ComparePartitionFn extends DoFn<KV<StorePartition, CoGbkResult>, String> {

  static final TupleTag<PartitionBatch> ROWS = new TupleTag<>("rows") {};
  static final TupleTag<Long> HOURS = new TupleTag<>("hours") {};

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;
  private final RowPlaces places;
  private final ClickBuckets buckets;
  private final OpenedOnce<StoredRows> stored = new OpenedOnce<>();

  ComparePartitionFn(StoreSettings store, RowPlaces places, ClickBuckets buckets) {
    this.store = store;
    this.places = places;
    this.buckets = buckets;
  }

  @ProcessElement
  public void compare(
      @Element KV<StorePartition, CoGbkResult> element, OutputReceiver<String> out) {
    StorePartition partition = element.getKey();
    PartitionDrift drift =
        new PartitionDrift(
            partition,
            places,
            buckets,
            element.getValue().getAll(HOURS),
            each -> out.output(each.toLine()));
    if (drift.isAsked()) {
      for (PartitionBatch batch : element.getValue().getAll(ROWS)) {
        batch.rows().forEach(row -> drift.should(row.values()));
      }
      stored
          .get(() -> new StoredRows(store))
          .forEachOf(partition, drift.fromMillis(), drift.toMillis(), drift::is);
      drift.tell();
    }
  }

  @Teardown
  public void close() {
    stored.close();
  }
}
