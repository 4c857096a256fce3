package org.adclicks.pipeline.sink;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.pipeline.store.Retried;
import org.adclicks.pipeline.store.StoreSession;
import org.adclicks.proto.store.Periods;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions of a table, page by page.
 *
 * <p>Errors: the driver's, after the store has refused a page for half a minute.
 */
public final class StoredPartitions implements OpenedOnce.Closing {

  private static final CqlIdentifier TIME_TO_LIVE =
      CqlIdentifier.fromInternal("default_time_to_live");

  private final StoreSession session;
  private final StoreTable table;
  private final PreparedStatement partition;
  private final @Nullable PreparedStatement time;
  private final int pageRows;

  private StoredPartitions(
      StoreSession session,
      StoreTable table,
      PreparedStatement partition,
      @Nullable PreparedStatement time,
      int pageRows) {
    this.session = session;
    this.table = table;
    this.partition = partition;
    this.time = time;
    this.pageRows = pageRows;
  }

  /** Reads these columns, so many rows at once. */
  public static StoredPartitions connect(
      StoreSettings store, StoreTable table, int pageRows, String... columns) {
    StoreSession session = StoreSession.open(store);
    try {
      return new StoredPartitions(
          session,
          table,
          session.prepare(table.readPartition(columns)),
          table.readTime(columns).map(session::prepare).orElse(null),
          pageRows);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Visits all rows of the partition with these values, in order. */
  public void forEach(Consumer<Row> rows, Object... values) {
    forEachPage(
        rows,
        () -> {
          BoundStatementBuilder statement = partition.boundStatementBuilder();
          table.bindPartition(statement, values);
          return statement;
        });
  }

  /** Likewise those of this time, in milliseconds since 1970, and maybe others. */
  public void forEachOf(long fromMillis, long toMillis, Consumer<Row> rows, Object... values) {
    PreparedStatement ofTime = time;
    if (ofTime == null) {
      forEach(rows, values);
      return;
    }
    forEachPage(
        rows,
        () -> {
          BoundStatementBuilder statement = ofTime.boundStatementBuilder();
          table.bindPartition(statement, values);
          table.bindTime(statement, fromMillis, toMillis);
          return statement;
        });
  }

  private void forEachPage(Consumer<Row> rows, Supplier<BoundStatementBuilder> statements) {
    @Nullable ByteBuffer next = null;
    do {
      BoundStatementBuilder statement = statements.get();
      statement.setPageSize(pageRows);
      if (next != null) {
        statement.setPagingState(next);
      }
      BoundStatement read = statement.build();
      AsyncResultSet page = Retried.await(Retried.send(() -> session.cql().executeAsync(read)));
      page.currentPage().forEach(rows);
      next = page.getExecutionInfo().getPagingState();
    } while (next != null);
  }

  /**
   * Whether rows of the table that were written then may have left it.
   *
   * @param writtenMillis by the clock; null if that is not known, which is not long ago
   */
  public boolean areGone(@Nullable Long writtenMillis, long marginMillis) {
    long lifeMillis = 1_000L * lifeSeconds();
    return writtenMillis != null
        && lifeMillis > 0
        && System.currentTimeMillis() - writtenMillis
            > lifeMillis - marginMillis(lifeMillis, marginMillis);
  }

  /** The same; rows are gone a little before their time where clocks differ. */
  public boolean areGone(@Nullable Long writtenMillis) {
    return areGone(writtenMillis, Periods.HOUR_MILLIS);
  }

  private static long marginMillis(long lifeMillis, long most) {
    return Math.min(most, lifeMillis / 10);
  }

  private int lifeSeconds() {
    CqlSession cql = session.cql();
    return cql.getKeyspace()
        .flatMap(keyspace -> cql.getMetadata().getKeyspace(keyspace))
        .flatMap(keyspace -> keyspace.getTable(table.cqlName()))
        .map(shape -> shape.getOptions().get(TIME_TO_LIVE))
        .map(seconds -> ((Number) seconds).intValue())
        .orElse(0);
  }

  @Override
  public void close() {
    session.close();
  }
}
