package org.adclicks.pipeline;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Cell;
import org.adclicks.localstack.oracle.SampleClick;
import org.adclicks.localstack.oracle.Scopes;
import org.adclicks.localstack.oracle.TopList;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.OpenCells;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.MinuteState;

/** What stands in the store, in the oracle's terms. */
public final class StoredAnswers {

  private final CqlSession session;
  private final int epoch;

  /** What the stream has written. */
  StoredAnswers(CqlSession session) {
    this(session, RestatedHours.STREAM_EPOCH);
  }

  /** What a recompute has written under this epoch. */
  StoredAnswers(CqlSession session, int epoch) {
    this.session = session;
    this.epoch = epoch;
  }

  List<Cell> cells() {
    return cells("cells", "minute");
  }

  List<Cell> cells(String table, String period) {
    return rows(
        "SELECT * FROM " + table,
        row ->
            new Cell(
                millis(row, period),
                text(row, "ad_id"),
                Scopes.DIMENSIONS.stream()
                    .map(dimension -> text(row, dimension))
                    .collect(Collectors.joining("/")),
                row.getLong("clicks")));
  }

  /**
   * The cells of the minutes that open answers are made of.
   *
   * @throws AssertionError if a row that is told of is not there, or an earlier one
   */
  List<Cell> openCells() {
    List<Cell> cells = new ArrayList<>();
    for (Row told : session.execute("SELECT blocks FROM open_progress")) {
      ByteBuffer blocks = Objects.requireNonNull(told.getByteBuffer("blocks"));
      for (OpenBlocks.Block block : OpenBlocks.read(blocks).blocks()) {
        Row row =
            session
                .execute(
                    "SELECT version, cells FROM open_cells WHERE minute = ? AND shard = ?"
                        + " AND writer = ?",
                    Instant.ofEpochMilli(block.minuteMillis()),
                    block.shard(),
                    block.writer())
                .one();
        if (row == null || row.getLong("version") < block.version()) {
          throw new AssertionError("told of, and not there: " + block);
        }
        OpenCells.forEach(
            Objects.requireNonNull(row.getByteBuffer("cells")),
            (adId, scope, clicks) ->
                cells.add(new Cell(block.minuteMillis(), adId, scope, clicks)));
      }
    }
    return cells;
  }

  /** By when all that had arrived is in them. */
  long openThroughMillis() {
    return session.execute("SELECT counted_through FROM open_progress").all().stream()
        .mapToLong(row -> millis(row, "counted_through"))
        .max()
        .orElse(Long.MIN_VALUE);
  }

  List<TopList> leaderboards() {
    return rows("SELECT * FROM leaderboards", StoredAnswers::board);
  }

  /** Of a restated window several hours' partitions may have the same list. */
  List<TopList> topAds(long lengthMillis) {
    return rows(
            "SELECT * FROM top_ads WHERE window_seconds = "
                + lengthMillis / 1000
                + " ALLOW FILTERING",
            StoredAnswers::board)
        .stream()
        .distinct()
        .toList();
  }

  /** The clicks of one side, each once, from the blocks of minutes or of hours. */
  List<SampleClick> clicks(String table, ClickSide side) {
    List<IndexedClick> found = new ArrayList<>();
    for (Row row : rows("SELECT * FROM " + table, row -> row)) {
      if (text(row, "side").equals(side.cqlName())) {
        ClickBlock.forEach(
            Objects.requireNonNull(row.getByteBuffer("part")),
            Objects.requireNonNull(row.getByteBuffer("block")),
            found::add);
      }
    }
    return IndexedClick.inOrderOnce(found).stream()
        .map(
            click ->
                new SampleClick(
                    click.adId(),
                    click.clickTimestampMillis(),
                    side == ClickSide.USER ? click.key() : click.other(),
                    side == ClickSide.USER ? click.other() : click.key(),
                    click.scopeKey()))
        .toList();
  }

  long clicksCounted() {
    return cells().stream().mapToLong(Cell::clicks).sum();
  }

  /**
   * Whether every minute with clicks says so; these rows and the progress row land side by side.
   */
  boolean areMinutesFinal() {
    return minutes().stream()
        .filter(row -> counts(row).clicks() > 0)
        .allMatch(row -> row.getInt("state") == MinuteState.FINAL.getNumber());
  }

  /** What an operator would look at first. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("cells hold " + clicksCounted() + " clicks; minutes:");
    for (Row row : minutes()) {
      text.append('\n').append(row.getFormattedContents());
    }
    return text.append('\n')
        .append(rows("SELECT * FROM progress", Row::getFormattedContents))
        .toString();
  }

  /** Counted clicks of the minutes before a time, as their rows say. */
  long clicksOfMinutes(long throughMillis) {
    return minutes().stream()
        .filter(row -> millis(row, "minute") < throughMillis)
        .mapToLong(row -> counts(row).clicks())
        .sum();
  }

  /** The counts of a row of {@code minutes}. */
  public static MinuteCounts counts(Row row) {
    TupleValue counts = Objects.requireNonNull(row.getTupleValue("counts"));
    return new MinuteCounts(
        counts.getLong(0),
        counts.getLong(1),
        counts.getLong(2),
        counts.getLong(3),
        counts.getLong(4),
        counts.getLong(5));
  }

  List<Row> minutes() {
    return rows("SELECT * FROM minutes", row -> row);
  }

  private <T> List<T> rows(String query, Function<Row, T> reader) {
    List<T> found = new ArrayList<>();
    for (Row row : session.execute(query)) {
      if (epochOf(row) == epoch) {
        found.add(reader.apply(row));
      }
    }
    return found;
  }

  /** Of rows that are in partitions of time: what is left of their period beyond a minute. */
  static long epochOf(Row row) {
    String table = row.getColumnDefinitions().get(0).getTable().asInternal();
    String period =
        switch (table) {
          case "cells_by_hour", "click_hours", "minutes" -> "day";
          case "cells_by_day" -> "month";
          case "progress" -> "";
          default -> "hour";
        };
    return period.isEmpty() ? 0 : Math.floorMod(millis(row, period), Periods.MINUTE_MILLIS);
  }

  private static TopList board(Row row) {
    ByteBuffer bytes = Objects.requireNonNull(row.getByteBuffer("board"));
    try {
      Leaderboard board = Leaderboard.parseFrom(bytes);
      return new TopList(
          board.getScope(),
          board.getWindowEndMillis(),
          board.getTotalClicks(),
          board.getAdsList().stream()
              .map(ad -> new AdCount(ad.getAdId(), ad.getClicks()))
              .toList());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static long millis(Row row, String column) {
    Instant instant = Objects.requireNonNull(row.getInstant(column));
    return instant.toEpochMilli();
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column));
  }
}
