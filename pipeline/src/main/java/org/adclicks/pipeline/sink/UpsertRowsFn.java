package org.adclicks.pipeline.sink;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.store.InFlight;
import org.adclicks.pipeline.store.OpenedOnce;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Writes what comes, {@value #AT_ONCE} batches of {@value PartitionBatch#MAX_ROWS} rows at once, or
 * fewer larger ones, since a node gives each write so much time and no more. A bundle ends when all
 * are written.
 */
final class UpsertRowsFn extends DoFn<PartitionBatch, Void> {

  private static final long serialVersionUID = 1L;

  private static final int AT_ONCE = 100;

  private final StoreSettings store;
  private final OpenedOnce<StoreWriter> writer = new OpenedOnce<>();

  private transient InFlight writes = new InFlight(AT_ONCE);

  UpsertRowsFn(StoreSettings store) {
    this.store = store;
  }

  /**
   * A bundle that failed may have left writes behind: what becomes of them is none of this one's.
   */
  @StartBundle
  public void start() {
    writes = new InFlight(AT_ONCE);
  }

  @ProcessElement
  public void write(@Element PartitionBatch batch) throws InterruptedException {
    StoreWriter to = writer.get(() -> StoreWriter.connect(store));
    writes.begin(room(batch), () -> to.write(batch));
  }

  private static int room(PartitionBatch batch) {
    return (batch.rows().size() + PartitionBatch.MAX_ROWS - 1) / PartitionBatch.MAX_ROWS;
  }

  @FinishBundle
  public void finish() throws InterruptedException {
    writes.await();
  }

  @Teardown
  public void close() {
    writer.close();
  }
}
