package org.adclicks.pipeline.sink;

import com.google.protobuf.ByteString;
import java.util.List;
import org.adclicks.pipeline.publish.Messages;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes rows of leaderboards: those of minutes, of five minutes and of sliding windows each have
 * their table.
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
      Leaderboard board = element.board();
      long version = Versions.of(board.windowEndMillis(), 0, board.totalClicks());
      ByteString bytes = Messages.of(board).toByteString();
      if (element.window().isFixed()) {
        long start = board.windowStartMillis();
        StoreRow row =
            StoreRow.of(version, board.scope().key(), Periods.hourOf(start), start, bytes);
        output.output(new PartitionBatch(tableOf(element.window()), List.of(row)));
      } else {
        int windowSeconds = Math.toIntExact(element.window().lengthMillis() / 1000);
        long end = board.windowEndMillis();
        StoreRow row =
            StoreRow.of(
                version, windowSeconds, board.scope().key(), Periods.hourOf(end), end, bytes);
        output.output(new PartitionBatch(StoreTable.TOP_ADS, List.of(row)));
      }
    }

    private static StoreTable tableOf(RankingWindow fixed) {
      return fixed.lengthMillis() == Periods.MINUTE_MILLIS
          ? StoreTable.LEADERBOARDS
          : StoreTable.LEADERBOARDS_BY_FIVE_MINUTES;
    }
  }
}
