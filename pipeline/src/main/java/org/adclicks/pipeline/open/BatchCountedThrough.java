package org.adclicks.pipeline.open;

import com.google.protobuf.UnsafeByteOperations;
import java.util.List;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.pipeline.sink.StoreRow;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.arrivals.CountedThrough;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes the stream's row of how far all that has arrived is counted.
 *
 * <p>Shape: {@code PCollection<CountedThrough>} -> {@code PCollection<PartitionBatch>}. The row's
 * version is its time: after a restart the one before stays, which is as true, until it is passed.
 */
public final class BatchCountedThrough
    extends PTransform<PCollection<CountedThrough>, PCollection<PartitionBatch>> {

  private static final long serialVersionUID = 1L;

  private BatchCountedThrough() {}

  public static BatchCountedThrough ofStream() {
    return new BatchCountedThrough();
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<CountedThrough> through) {
    return through.apply("Batch", ParDo.of(new BatchFn())).setCoder(PartitionBatchCoder.of());
  }

  private static final class BatchFn extends DoFn<CountedThrough, PartitionBatch> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void batch(@Element CountedThrough through, OutputReceiver<PartitionBatch> out) {
      StoreRow row =
          StoreRow.of(
              Versions.of(through.throughMillis(), 0, 0),
              StoreSchema.STREAM_PIPELINE,
              through.throughMillis(),
              UnsafeByteOperations.unsafeWrap(through.blocks().toBytes()));
      out.output(new PartitionBatch(StoreTable.OPEN_PROGRESS, List.of(row)));
    }
  }
}
