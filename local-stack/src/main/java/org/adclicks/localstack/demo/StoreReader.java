package org.adclicks.localstack.demo;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Cell;
import org.adclicks.localstack.oracle.Scopes;
import org.adclicks.localstack.oracle.TopList;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.RankedAd;

/** Whole tables of the store, for comparing every row and not only those somebody asks for. */
final class StoreReader implements AutoCloseable {

  private final CqlSession session;

  private StoreReader(CqlSession session) {
    this.session = session;
  }

  static StoreReader of(Endpoints endpoints) {
    return new StoreReader(SchemaMigration.connect(endpoints.store(StackSecurity.STORE_READER)));
  }

  /** Every row of the cells. */
  List<Cell> cells() {
    return cells("cells", "minute");
  }

  /** Every row of the cells of whole hours, by the first millisecond of the hour. */
  List<Cell> cellsByHour() {
    return cells("cells_by_hour", "hour");
  }

  /**
   * Through when all hours are added up, in milliseconds since 1970: those of the newest stream.
   */
  long rolledUpThrough() {
    long through = 0;
    for (Row row :
        session.execute("SELECT periods_through FROM " + Endpoints.KEYSPACE + ".counted_spans")) {
      Map<String, Instant> periods = row.getMap("periods_through", String.class, Instant.class);
      Instant ofSpan = periods == null ? null : periods.get(StoreSchema.KEPT_ROLL_UPS);
      through = Math.max(through, ofSpan == null ? 0 : ofSpan.toEpochMilli());
    }
    return through;
  }

  private List<Cell> cells(String table, String start) {
    List<Cell> cells = new ArrayList<>();
    for (Row row : session.execute("SELECT * FROM " + Endpoints.KEYSPACE + "." + table)) {
      cells.add(
          new Cell(
              time(row, start).toEpochMilli(),
              text(row, "ad_id"),
              scope(row),
              row.getLong("clicks")));
    }
    return cells;
  }

  /** Every list of the sliding windows that end no later than this, by seconds of the window. */
  Map<Integer, List<TopList>> slidingLists(Instant through) {
    Map<Integer, List<TopList>> lists = new HashMap<>();
    for (Row row :
        session.execute(
            "SELECT window_seconds, window_end, board FROM " + Endpoints.KEYSPACE + ".top_ads")) {
      if (!time(row, "window_end").isAfter(through)) {
        lists
            .computeIfAbsent(row.getInt("window_seconds"), seconds -> new ArrayList<>())
            .add(topList(row));
      }
    }
    return lists;
  }

  private static TopList topList(Row row) {
    try {
      Leaderboard board =
          Leaderboard.parseFrom(Objects.requireNonNull(row.getByteBuffer("board"), "board"));
      List<AdCount> ads = new ArrayList<>();
      for (RankedAd ad : board.getAdsList()) {
        ads.add(new AdCount(ad.getAdId(), ad.getClicks()));
      }
      return new TopList(board.getScope(), board.getWindowEndMillis(), board.getTotalClicks(), ads);
    } catch (InvalidProtocolBufferException e) {
      throw new StackFailure("a row of top_ads holds no Leaderboard", e);
    }
  }

  private static String scope(Row row) {
    return Scopes.DIMENSIONS.stream()
        .map(dimension -> text(row, dimension))
        .collect(Collectors.joining("/"));
  }

  private static Instant time(Row row, String column) {
    return Objects.requireNonNull(row.getInstant(column), column);
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column), column);
  }

  @Override
  public void close() {
    session.close();
  }
}
