package org.adclicks.pipeline.sink;

import java.util.List;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.Progress;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes the stream's row of how far the store is complete.
 *
 * <p>Shape: {@code PCollection<Progress>} -> {@code PCollection<PartitionBatch>}. The row's version
 * is its time: progress never goes back.
 */
public final class BatchProgress
    extends PTransform<PCollection<Progress>, PCollection<PartitionBatch>> {

  private BatchProgress() {}

  public static BatchProgress ofStream() {
    return new BatchProgress();
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<Progress> progress) {
    return progress.apply("Batch", ParDo.of(new BatchFn())).setCoder(PartitionBatchCoder.of());
  }

  private static final class BatchFn extends DoFn<Progress, PartitionBatch> {
    @ProcessElement
    public void batch(@Element Progress progress, OutputReceiver<PartitionBatch> output) {
      StoreRow row =
          StoreRow.of(
              Versions.of(progress.asOfMillis(), 0, 0),
              StoreSchema.STREAM_PIPELINE,
              progress.asOfMillis(),
              progress.finalThroughMillis());
      output.output(new PartitionBatch(StoreTable.PROGRESS, List.of(row)));
    }
  }
}
