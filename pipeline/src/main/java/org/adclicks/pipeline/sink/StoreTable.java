package org.adclicks.pipeline.sink;

import static org.adclicks.pipeline.sink.ColumnType.BIGINT;
import static org.adclicks.pipeline.sink.ColumnType.BIGINT_TUPLE;
import static org.adclicks.pipeline.sink.ColumnType.BLOB;
import static org.adclicks.pipeline.sink.ColumnType.INT;
import static org.adclicks.pipeline.sink.ColumnType.TEXT;
import static org.adclicks.pipeline.sink.ColumnType.TIMESTAMP;
import static org.adclicks.pipeline.sink.ColumnType.TIMES_BY_NAME;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.adclicks.click.Dimension;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.jspecify.annotations.Nullable;

/**
 * The tables the pipeline writes, with their columns in the order a {@link StoreRow} carries its
 * values.
 *
 * <p>Source: the schema steps of {@link org.adclicks.proto.store.StoreSchema}.
 */
public enum StoreTable {
  CELLS(2, ofCells("hour", "minute")),
  CELLS_BY_HOUR(2, ofCells("day", "hour")),
  CELLS_BY_DAY(2, ofCells("month", "day")),
  LEADERBOARDS(
      2,
      new Column("scope", TEXT),
      new Column("hour", TIMESTAMP),
      new Column("minute", TIMESTAMP),
      new Column("board", BLOB)),
  LEADERBOARDS_BY_FIVE_MINUTES(
      2,
      new Column("scope", TEXT),
      new Column("hour", TIMESTAMP),
      new Column("start", TIMESTAMP),
      new Column("board", BLOB)),
  TOP_ADS(
      3,
      new Column("window_seconds", INT),
      new Column("scope", TEXT),
      new Column("hour", TIMESTAMP),
      new Column("window_end", TIMESTAMP),
      new Column("board", BLOB)),
  COUNTED_SPANS(
      1,
      new Column("store", TEXT),
      new Column("counted_from", TIMESTAMP),
      new Column("counted_through", TIMESTAMP),
      new Column("windows", TEXT),
      new Column("windows_from", TIMESTAMP),
      new Column("kept_from", TIMES_BY_NAME),
      new Column("periods_through", TIMES_BY_NAME)),
  COUNTED_HOURS(
      1,
      new Column("month", TIMESTAMP),
      new Column("hour", TIMESTAMP),
      new Column("written", TIMESTAMP)),
  CLICKS_BY_MINUTE(
      3,
      new Column("side", TEXT),
      new Column("bucket", INT),
      new Column("hour", TIMESTAMP),
      new Column("minute", TIMESTAMP),
      new Column("part", BLOB),
      new Column("block", BLOB)),
  CLICK_HOURS(
      3,
      new Column("side", TEXT),
      new Column("bucket", INT),
      new Column("day", TIMESTAMP),
      new Column("chunk", INT),
      new Column("earliest", TIMESTAMP),
      new Column("part", BLOB),
      new Column("block", BLOB)),
  MINUTES(
      1,
      new Column("day", TIMESTAMP),
      new Column("minute", TIMESTAMP),
      new Column("state", INT),
      new Column("counts", BIGINT_TUPLE)),
  OPEN_CELLS(
      2,
      new Column("minute", TIMESTAMP),
      new Column("shard", INT),
      new Column("writer", BIGINT),
      new Column("version", BIGINT),
      new Column("cells", BLOB)),
  OPEN_PROGRESS(
      1,
      new Column("pipeline", TEXT),
      new Column("counted_through", TIMESTAMP),
      new Column("blocks", BLOB)),
  PROGRESS(1, new Column("pipeline", TEXT), new Column("as_of", TIMESTAMP)),
  /** The same row as {@link #PROGRESS}, another column. */
  FINAL_THROUGH(
      "progress", 1, new Column("pipeline", TEXT), new Column("final_through", TIMESTAMP)),
  /** The same row as {@link #COUNTED_SPANS}, another column. */
  FINAL_SPANS(
      "counted_spans",
      1,
      new Column("store", TEXT),
      new Column("counted_from", TIMESTAMP),
      new Column("final_through", TIMESTAMP));

  private final String cqlName;
  private final int partitionColumns;
  private final ImmutableList<Column> columns;

  StoreTable(int partitionColumns, Column... columns) {
    this("", partitionColumns, columns);
  }

  StoreTable(String cqlName, int partitionColumns, Column... columns) {
    this.cqlName = cqlName.isEmpty() ? name().toLowerCase(Locale.ROOT) : cqlName;
    this.partitionColumns = partitionColumns;
    this.columns = ImmutableList.copyOf(columns);
  }

  private static Column[] ofCells(String partition, String time) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("bucket", INT));
    columns.add(new Column(partition, TIMESTAMP));
    columns.add(new Column("ad_id", TEXT));
    columns.add(new Column(time, TIMESTAMP));
    Dimension.ALL.forEach(each -> columns.add(new Column(each.fieldName(), TEXT)));
    columns.add(new Column("clicks", BIGINT));
    return columns.toArray(new Column[0]);
  }

  /** The name the store knows the table by. */
  public String cqlName() {
    return cqlName;
  }

  List<Column> columns() {
    return columns;
  }

  /**
   * The column, part of the key, that rows written by one statement may differ in; -1 if each row
   * has a statement of its own.
   */
  int manyOf() {
    return switch (this) {
      case CELLS, CELLS_BY_HOUR, CELLS_BY_DAY -> 2;
      default -> -1;
    };
  }

  /** So many rows are written at once at most. */
  int maxBatchRows() {
    return manyOf() < 0 ? PartitionBatch.MAX_ROWS : PartitionBatch.MAX_ALIKE_ROWS;
  }

  /** The values that say which partition a row of this table is in. */
  List<Object> partitionOf(StoreRow row) {
    return row.values().subList(0, partitionColumns);
  }

  /** Which of a row's values is the period of its partition. */
  public int periodColumn() {
    return partitionColumns - 1;
  }

  /** The same row in the partition of another period. */
  StoreRow inPeriod(StoreRow row, long millis) {
    List<Object> values = new ArrayList<>(row.values());
    values.set(periodColumn(), millis);
    return new StoreRow(row.version(), List.copyOf(values));
  }

  /** The names of all columns. */
  public String[] columnNames() {
    return columns.stream().map(Column::name).toArray(String[]::new);
  }

  /**
   * All values of a row that was read with {@link #columnNames}; {@link ColumnType#NOTHING} for
   * what is not there.
   */
  public List<Object> valuesOf(Row row) {
    List<Object> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      @Nullable ByteBuffer bytes = row.getBytesUnsafe(i);
      values.add(bytes == null ? ColumnType.NOTHING : columns.get(i).type().fromBytes(bytes));
    }
    return List.copyOf(values);
  }

  /** The first millisecond of what a row of these values tells of. */
  public long startOf(List<Object> values) {
    return switch (this) {
      case CELLS, CELLS_BY_HOUR -> (Long) values.get(3);
      case LEADERBOARDS, LEADERBOARDS_BY_FIVE_MINUTES -> (Long) values.get(2);
      case CLICK_HOURS -> Periods.hourOf((Long) values.get(4));
      case MINUTES -> (Long) values.get(1);
      case CLICKS_BY_MINUTE -> (Long) values.get(3);
      case TOP_ADS -> endOf(values) - 1_000L * (Integer) values.get(0);
      default -> throw new IllegalStateException(this + " has no rows of hours");
    };
  }

  /** The first millisecond after what a row of these values tells of. */
  public long endOf(List<Object> values) {
    return switch (this) {
      case CELLS, LEADERBOARDS, MINUTES, CLICKS_BY_MINUTE ->
          startOf(values) + Periods.MINUTE_MILLIS;
      case LEADERBOARDS_BY_FIVE_MINUTES -> startOf(values) + Periods.FIVE_MINUTES_MILLIS;
      case CELLS_BY_HOUR, CLICK_HOURS -> startOf(values) + Periods.HOUR_MILLIS;
      case TOP_ADS -> (Long) values.get(3);
      default -> throw new IllegalStateException(this + " has no rows of hours");
    };
  }

  /**
   * An upsert of all rows that differ in {@link #manyOf} alone. The parameters are the rows'
   * version, the last column's value, and the key's columns: of that one a list.
   */
  String upsertMany() {
    int last = columns.size() - 1;
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < last; i++) {
      keys.add(columns.get(i).name() + (i == manyOf() ? " IN ?" : " = ?"));
    }
    return "UPDATE "
        + cqlName()
        + " USING TIMESTAMP ? SET "
        + columns.get(last).name()
        + " = ? WHERE "
        + String.join(" AND ", keys);
  }

  /** An upsert of one row; the last parameter is its version. */
  String upsert() {
    List<String> marks = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      marks.add("?");
    }
    return "INSERT INTO "
        + cqlName()
        + " ("
        + columns.stream().map(Column::name).collect(Collectors.joining(", "))
        + ") VALUES ("
        + String.join(", ", marks)
        + ") USING TIMESTAMP ?";
  }

  /** A read of some columns of one partition; the parameters are the partition's values. */
  public String readPartition(String... wanted) {
    return "SELECT "
        + String.join(", ", wanted)
        + " FROM "
        + cqlName
        + columns.subList(0, partitionColumns).stream()
            .map(column -> column.name() + " = ?")
            .collect(Collectors.joining(" AND ", " WHERE ", ""));
  }

  /**
   * The same of the rows of some time alone, where a partition has many more; the parameters are
   * the partition's values, that time's first millisecond, and the first one behind it.
   */
  Optional<String> readTime(String... wanted) {
    return this == CLICK_HOURS
        ? Optional.of(
            readPartition(wanted)
                + " AND chunk IN "
                + ClickBuckets.allChunks()
                + " AND earliest >= ? AND earliest < ?")
        : Optional.empty();
  }

  /** A read of the last column of one row; the parameters are the values of all others. */
  public String readRow() {
    int last = columns.size() - 1;
    return "SELECT "
        + columns.get(last).name()
        + " FROM "
        + cqlName
        + columns.subList(0, last).stream()
            .map(column -> column.name() + " = ?")
            .collect(Collectors.joining(" AND ", " WHERE ", ""));
  }

  /** Fills in {@link #readRow}'s parameters, each of its column's Java type. */
  public void bindRow(BoundStatementBuilder statement, List<Object> values) {
    for (int i = 0; i < columns.size() - 1; i++) {
      columns.get(i).type().bind(statement, i, values.get(i));
    }
  }

  /** Fills in {@link #readPartition}'s parameters, each of its column's Java type. */
  public void bindPartition(BoundStatementBuilder statement, Object... values) {
    for (int i = 0; i < partitionColumns; i++) {
      columns.get(i).type().bind(statement, i, values[i]);
    }
  }

  /** Fills in the two further parameters of {@link #readTime}. */
  void bindTime(BoundStatementBuilder statement, long fromMillis, long toMillis) {
    TIMESTAMP.bind(statement, partitionColumns, fromMillis);
    TIMESTAMP.bind(statement, partitionColumns + 1, toMillis);
  }
}
