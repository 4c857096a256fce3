package org.adclicks.pipeline.sink;

import java.util.List;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.index.MinuteBlock;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes rows of the click index, a block each.
 *
 * <p>Shape: {@code PCollection<MinuteBlock>} -> {@code PCollection<PartitionBatch>}. A row's key
 * names its content: a replay writes the same row again, or another that holds the same clicks.
 */
public final class BatchBlocks
    extends PTransform<PCollection<MinuteBlock>, PCollection<PartitionBatch>> {

  private BatchBlocks() {}

  public static BatchBlocks ofMinutes() {
    return new BatchBlocks();
  }

  /**
   * Of two writes of a block, which are the same, the later one stays, and lives its whole life.
   */
  private static long version(long millis) {
    return Versions.of(millis, 0, System.currentTimeMillis() / 1000);
  }

  /** The row of a chunk of a bucket's hour. */
  public static PartitionBatch ofHour(
      ClickSide side, int bucket, long hourMillis, int chunk, ClickBlock block) {
    StoreRow row =
        StoreRow.of(
            version(hourMillis),
            side.cqlName(),
            bucket,
            Periods.dayOf(hourMillis),
            chunk,
            block.earliestMillis(),
            block.name(),
            block.bytes());
    return new PartitionBatch(StoreTable.CLICK_HOURS, List.of(row));
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<MinuteBlock> blocks) {
    return blocks.apply("Batch", ParDo.of(new BatchFn())).setCoder(PartitionBatchCoder.of());
  }

  private static final class BatchFn extends DoFn<MinuteBlock, PartitionBatch> {

    // Blocks are large, and each is in a partition of its own.
    @ProcessElement
    public void batch(@Element MinuteBlock minute, OutputReceiver<PartitionBatch> output) {
      StoreRow row =
          StoreRow.of(
              version(minute.minuteMillis()),
              minute.side().cqlName(),
              minute.bucket(),
              Periods.hourOf(minute.minuteMillis()),
              minute.minuteMillis(),
              minute.block().name(),
              minute.block().bytes());
      output.output(new PartitionBatch(StoreTable.CLICKS_BY_MINUTE, List.of(row)));
    }
  }
}
