package org.adclicks.pipeline.sink;

import org.adclicks.pipeline.options.StoreSettings;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Writes what comes, {@value #AT_ONCE} batches at once; a bundle ends when all are written. */
final class UpsertRowsFn extends DoFn<PartitionBatch, Void> {

  private static final long serialVersionUID = 1L;

  private static final int AT_ONCE = 100;

  private final StoreSettings store;

  private transient @Nullable StoreSession session;
  private transient @Nullable StoreWriter writer;
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
    StoreWriter to = writer();
    writes.begin(() -> to.write(batch));
  }

  @FinishBundle
  public void finish() throws InterruptedException {
    writes.await();
  }

  /** Connects for the first rows. */
  private StoreWriter writer() {
    StoreWriter current = writer;
    if (current == null) {
      StoreSession opened = StoreSession.open(store);
      session = opened;
      current = new StoreWriter(opened);
      writer = current;
    }
    return current;
  }

  @Teardown
  public void close() {
    StoreSession opened = session;
    if (opened != null) {
      opened.close();
      session = null;
      writer = null;
    }
  }
}
