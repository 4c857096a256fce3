package org.adclicks.pipeline.boards;

import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes rows of leaderboards.
 *
 * <p>Shape: {@code PCollection<WindowLeaderboard>} -> {@code PCollection<PartitionBatch>}, one row
 * each: no two of a bundle are likely to be of one partition, and a list of a thousand ads is some
 * 20 KB.
 */
public final class BatchLeaderboards
    extends PTransform<PCollection<WindowLeaderboard>, PCollection<PartitionBatch>> {

  private BatchLeaderboards() {}

  public static BatchLeaderboards create() {
    return new BatchLeaderboards();
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<WindowLeaderboard> boards) {
    return boards.apply("Batch", ParDo.of(new BatchFn())).setCoder(PartitionBatchCoder.of());
  }

  private static final class BatchFn extends DoFn<WindowLeaderboard, PartitionBatch> {
    @ProcessElement
    public void batch(@Element WindowLeaderboard element, OutputReceiver<PartitionBatch> output) {
      BoardRow row = BoardRow.of(element);
      output.output(row.batch(element.board()));
    }
  }
}
