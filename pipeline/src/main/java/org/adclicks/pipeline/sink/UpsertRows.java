package org.adclicks.pipeline.sink;

import org.adclicks.pipeline.options.StoreSettings;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Upserts batches of rows.
 *
 * <p>Shape: {@code PCollection<PartitionBatch>} -> {@code PCollection<Void>} without elements; its
 * watermark says that all rows of earlier batches are in the store, for no bundle ends before the
 * store has acknowledged its rows.
 *
 * <p>Errors: a write the store refuses for half a minute fails the bundle. Source:
 * docs/decisions/0004, 0045.
 */
public final class UpsertRows extends PTransform<PCollection<PartitionBatch>, PCollection<Void>> {

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;

  private UpsertRows(StoreSettings store) {
    this.store = store;
  }

  public static UpsertRows into(StoreSettings store) {
    return new UpsertRows(store);
  }

  @Override
  public PCollection<Void> expand(PCollection<PartitionBatch> batches) {
    return batches.apply("Write", ParDo.of(new UpsertRowsFn(store))).setCoder(VoidCoder.of());
  }
}
