package org.adclicks.pipeline.sink;

import java.util.List;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.minutes.Progress;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes the stream's row of how far the store is complete or final.
 *
 * <p>Shape: {@code PCollection<Progress>} -> {@code PCollection<PartitionBatch>}. The row's version
 * is the time it tells: none goes back, though final may, in a pipeline that begins anew with more
 * lateness.
 */
public final class BatchProgress
    extends PTransform<PCollection<Progress>, PCollection<PartitionBatch>> {

  private final StoreTable table;

  private BatchProgress(StoreTable table) {
    this.table = table;
  }

  /** What is complete: nothing in time is missing. */
  public static BatchProgress ofStream() {
    return new BatchProgress(StoreTable.PROGRESS);
  }

  /** What is final, which nobody may have to take back: put {@link AwaitCheckpoint} before it. */
  public static BatchProgress ofFinal() {
    return new BatchProgress(StoreTable.FINAL_THROUGH);
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<Progress> progress) {
    return progress.apply("Batch", ParDo.of(new BatchFn(table))).setCoder(PartitionBatchCoder.of());
  }

  private static final class BatchFn extends DoFn<Progress, PartitionBatch> {
    private final StoreTable table;

    BatchFn(StoreTable table) {
      this.table = table;
    }

    @ProcessElement
    public void batch(@Element Progress progress, OutputReceiver<PartitionBatch> output) {
      long through =
          table == StoreTable.PROGRESS ? progress.asOfMillis() : progress.finalThroughMillis();
      long version = Versions.of(through, 0, 0);
      output.output(
          new PartitionBatch(
              table, List.of(StoreRow.of(version, StoreSchema.STREAM_PIPELINE, through))));
    }
  }
}
