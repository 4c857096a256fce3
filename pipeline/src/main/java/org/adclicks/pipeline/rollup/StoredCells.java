package org.adclicks.pipeline.rollup;

import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.PagingState;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Row;
import com.datastax.driver.core.Session;
import java.util.stream.Stream;
import org.adclicks.click.Dimension;
import org.adclicks.click.Scope;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.RetriedRead;
import org.adclicks.pipeline.sink.StoreCluster;
import org.adclicks.pipeline.sink.StoreTable;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole partitions of a table of cells.
 *
 * <p>Errors: the driver's, after the store has refused a page for half a minute.
 */
final class StoredCells implements AutoCloseable {

  /** Receives a row, ads in order. */
  @FunctionalInterface
  interface Visitor {
    void visit(String adId, Scope scope, long clicks);
  }

  private static final String[] COLUMNS =
      Stream.concat(Stream.of("ad_id", "clicks"), Dimension.ALL.stream().map(Dimension::fieldName))
          .toArray(String[]::new);
  private static final int PAGE_ROWS = 5_000;

  private final Cluster cluster;
  private final Session session;
  private final StoreTable table;
  private final PreparedStatement partition;

  private StoredCells(
      Cluster cluster, Session session, StoreTable table, PreparedStatement partition) {
    this.table = table;
    this.cluster = cluster;
    this.session = session;
    this.partition = partition;
  }

  static StoredCells connect(StoreSettings store, StoreTable table) {
    Cluster cluster = StoreCluster.of(store);
    try {
      Session session = cluster.connect(store.keyspace());
      PreparedStatement partition =
          session
              .prepare(table.readPartition(COLUMNS))
              .setConsistencyLevel(ConsistencyLevel.valueOf(store.consistency()))
              .setIdempotent(true);
      return new StoredCells(cluster, session, table, partition);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Visits all cells of one partition. */
  void forEach(int bucket, long periodMillis, Visitor visitor) {
    @Nullable PagingState next = null;
    do {
      BoundStatement statement = partition.bind();
      table.bindPartition(statement, bucket, periodMillis);
      statement.setFetchSize(PAGE_ROWS);
      if (next != null) {
        statement.setPagingState(next);
      }
      ResultSet page = RetriedRead.of(session, statement);
      for (int left = page.getAvailableWithoutFetching(); left > 0; left--) {
        Row row = page.one();
        visitor.visit(row.getString("ad_id"), scope(row), row.getLong("clicks"));
      }
      next = page.getExecutionInfo().getPagingState();
    } while (next != null);
  }

  private static Scope scope(Row row) {
    return Scope.narrowest(
        Dimension.ALL.stream()
            .map(dimension -> row.getString(dimension.fieldName()))
            .toArray(String[]::new));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
