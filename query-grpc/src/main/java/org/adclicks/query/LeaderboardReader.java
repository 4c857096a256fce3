package org.adclicks.query;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.Leaderboard;

/**
 * Stored leaderboards, of minutes and of sliding windows.
 *
 * <p>Errors: the driver's; {@link IllegalStateException} for a row that is no leaderboard.
 */
final class LeaderboardReader {

  private final CqlSession session;
  private final Fanout fanout;
  private final PreparedStatement ofMinutes;
  private final PreparedStatement ofWindow;

  LeaderboardReader(CqlSession session, Fanout fanout) {
    this.session = session;
    this.fanout = fanout;
    ofMinutes =
        session.prepare(
            "SELECT board FROM leaderboards WHERE scope = ? AND hour = ?"
                + " AND minute >= ? AND minute < ?");
    ofWindow =
        session.prepare(
            "SELECT board FROM top_ads WHERE window_seconds = ? AND scope = ? AND hour = ?"
                + " AND window_end = ?");
  }

  /** The boards of the interval's minutes; a minute without a click in the scope has none. */
  List<Leaderboard> ofMinutes(String scope, MinuteInterval interval) {
    Queue<Leaderboard> boards = new ConcurrentLinkedQueue<>();
    fanout.forEach(
        RangePlan.ofMinutes(interval),
        piece -> {
          BoundStatement bound =
              ofMinutes.bind(
                  scope,
                  Instant.ofEpochMilli(piece.partitionMillis()),
                  Instant.ofEpochMilli(piece.fromMillis()),
                  Instant.ofEpochMilli(piece.toMillis()));
          return session
              .executeAsync(bound)
              .thenCompose(page -> Rows.forEach(page, row -> boards.add(board(row))));
        });
    return List.copyOf(boards);
  }

  /** The board of one sliding window, if anyone clicked in it. */
  Optional<Leaderboard> ofWindow(int windowSeconds, String scope, long endMillis) {
    Row row =
        session
            .execute(
                ofWindow.bind(
                    windowSeconds,
                    scope,
                    Instant.ofEpochMilli(Periods.hourOf(endMillis)),
                    Instant.ofEpochMilli(endMillis)))
            .one();
    return Optional.ofNullable(row).map(LeaderboardReader::board);
  }

  private static Leaderboard board(Row row) {
    ByteBuffer bytes = row.getByteBuffer("board");
    if (bytes == null) {
      return Leaderboard.getDefaultInstance();
    }
    try {
      return Leaderboard.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored leaderboard cannot be read", e);
    }
  }
}
