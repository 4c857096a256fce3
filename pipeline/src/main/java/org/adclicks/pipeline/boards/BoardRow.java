package org.adclicks.pipeline.boards;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.pipeline.publish.Messages;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.StoreRow;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;

/**
 * Where a leaderboard is in the store: those of minutes, of five minutes and of sliding windows
 * each have their table.
 *
 * @param key the values of all columns but the list itself
 */
record BoardRow(StoreTable table, List<Object> key) {

  static final List<StoreTable> TABLES =
      List.of(StoreTable.LEADERBOARDS, StoreTable.LEADERBOARDS_BY_FIVE_MINUTES, StoreTable.TOP_ADS);

  static BoardRow of(WindowLeaderboard element) {
    Leaderboard board = element.board();
    RankingWindow window = element.window();
    String scope = board.scope().key();
    if (window.isFixed()) {
      long start = board.windowStartMillis();
      return new BoardRow(tableOf(window), List.of(scope, Periods.hourOf(start), start));
    }
    int windowSeconds = Math.toIntExact(window.lengthMillis() / 1000);
    long end = board.windowEndMillis();
    return new BoardRow(
        StoreTable.TOP_ADS, List.of(windowSeconds, scope, Periods.hourOf(end), end));
  }

  private static StoreTable tableOf(RankingWindow fixed) {
    return fixed.lengthMillis() == Periods.MINUTE_MILLIS
        ? StoreTable.LEADERBOARDS
        : StoreTable.LEADERBOARDS_BY_FIVE_MINUTES;
  }

  /** The row with that list, under a version that grows with its total. */
  StoreRow with(Leaderboard board, ByteString bytes) {
    List<Object> values = new ArrayList<>(key);
    values.add(bytes);
    return new StoreRow(
        Versions.of(board.windowEndMillis(), 0, board.totalClicks()), List.copyOf(values));
  }

  /** The row with that list, to be written. */
  PartitionBatch batch(Leaderboard board) {
    return new PartitionBatch(table, List.of(with(board, Messages.of(board).toByteString())));
  }
}
