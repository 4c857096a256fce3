package org.adclicks.pipeline.open;

import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.transforms.open.OpenShard;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Makes open minutes' rows.
 *
 * <p>Shape: {@code PCollection<OpenShard>} -> {@code PCollection<PartitionBatch>}.
 */
public final class BatchOpen
    extends PTransform<PCollection<OpenShard>, PCollection<PartitionBatch>> {

  private static final long serialVersionUID = 1L;

  private BatchOpen() {}

  public static BatchOpen create() {
    return new BatchOpen();
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<OpenShard> shards) {
    return shards
        .apply("Batch", MapElements.into(new TypeDescriptor<PartitionBatch>() {}).via(OpenRows::of))
        .setCoder(PartitionBatchCoder.of());
  }
}
