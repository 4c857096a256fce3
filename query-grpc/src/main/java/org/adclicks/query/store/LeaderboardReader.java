package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.Question;
import org.adclicks.v1.Leaderboard;

/**
 * Stored leaderboards, of minutes and of sliding windows.
 *
 * <p>Errors: the driver's; {@link IllegalStateException} for a row that is no leaderboard.
 */
public final class LeaderboardReader {

  private static final String OF_HOUR =
      " FROM leaderboards WHERE scope = ? AND hour = ? AND minute >= ? AND minute < ?";

  private static final String OF_FIVE_MINUTES =
      " FROM leaderboards_by_five_minutes WHERE scope = ? AND hour = ? AND start >= ? AND start < ?";

  private final CqlSession session;
  private final ConcurrentReads fanout;
  private final PreparedStatement ofMinutes;
  private final PreparedStatement minutesOfAllAds;
  private final PreparedStatement ofFiveMinutes;
  private final PreparedStatement fiveMinutesOfAllAds;
  private final PreparedStatement ofWindow;

  LeaderboardReader(CqlSession session, ConcurrentReads fanout) {
    this.session = session;
    this.fanout = fanout;
    ofMinutes = session.prepare("SELECT board" + OF_HOUR);
    minutesOfAllAds = session.prepare("SELECT minute" + OF_HOUR);
    ofFiveMinutes = session.prepare("SELECT start, board" + OF_FIVE_MINUTES);
    fiveMinutesOfAllAds = session.prepare("SELECT start" + OF_FIVE_MINUTES);
    ofWindow =
        session.prepare(
            "SELECT board FROM top_ads WHERE window_seconds = ? AND scope = ? AND hour = ?"
                + " AND window_end = ?");
  }

  /** The boards of five minutes each within the interval, by where they start. */
  public Map<Long, Leaderboard> ofFiveMinutes(
      Scope scope, MinuteInterval interval, RestatedHours restated) {
    Map<Long, Leaderboard> boards = new ConcurrentHashMap<>();
    read(
        ofFiveMinutes,
        scope,
        interval,
        restated,
        row -> boards.put(Rows.millis(row, "start"), board(row)));
    return boards;
  }

  /** Where the five minutes of the interval start that have a board of all ads. */
  public Set<Long> listedFiveMinutes(MinuteInterval interval, RestatedHours restated) {
    Set<Long> listed = ConcurrentHashMap.newKeySet();
    read(
        fiveMinutesOfAllAds,
        Scope.ALL,
        interval,
        restated,
        row -> listed.add(Rows.millis(row, "start")));
    return listed;
  }

  /** The boards of the interval's minutes; a minute without a click in the scope has none. */
  public List<Leaderboard> ofMinutes(Scope scope, MinuteInterval interval, RestatedHours restated) {
    Queue<Leaderboard> boards = new ConcurrentLinkedQueue<>();
    read(ofMinutes, scope, interval, restated, row -> boards.add(board(row)));
    return List.copyOf(boards);
  }

  /** The minutes of the interval that have a board of all ads: all in which anybody clicked. */
  public Set<Long> listedMinutes(MinuteInterval interval, RestatedHours restated) {
    Set<Long> listed = ConcurrentHashMap.newKeySet();
    read(
        minutesOfAllAds,
        Scope.ALL,
        interval,
        restated,
        row -> listed.add(Rows.millis(row, "minute")));
    return listed;
  }

  private void read(
      PreparedStatement statement,
      Scope scope,
      MinuteInterval interval,
      RestatedHours restated,
      Consumer<Row> consumer) {
    Question question = Question.current();
    fanout.forEach(
        RangePlan.ofMinutes(interval, restated),
        piece -> {
          BoundStatement bound =
              statement.bind(
                  scope.key(),
                  Instant.ofEpochMilli(piece.partitionMillis()),
                  Instant.ofEpochMilli(piece.fromMillis()),
                  Instant.ofEpochMilli(piece.toMillis()));
          return question
              .read(session, bound)
              .thenCompose(page -> question.forEachRow(page, consumer));
        });
  }

  /** The stored board of one sliding window. */
  public Optional<Leaderboard> ofWindow(
      Scope scope, MinuteInterval window, RestatedHours restated) {
    Question question = Question.current();
    BoundStatement bound =
        ofWindow.bind(
            Math.toIntExact(window.length().toSeconds()),
            scope.key(),
            Instant.ofEpochMilli(
                restated.partitionOfWindow(window.fromMillis(), window.toMillis())),
            Instant.ofEpochMilli(window.toMillis()));
    Row row = question.await(question.read(session, bound)).one();
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
