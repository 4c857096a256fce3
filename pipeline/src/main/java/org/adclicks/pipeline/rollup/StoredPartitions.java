package org.adclicks.pipeline.rollup;

import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.PagingState;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Row;
import com.datastax.driver.core.Session;
import java.util.function.Consumer;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.RetriedRead;
import org.adclicks.pipeline.sink.StoreCluster;
import org.adclicks.pipeline.sink.StoreTable;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole partitions of a table, page by page.
 *
 * <p>Errors: the driver's, after the store has refused a page for half a minute.
 */
final class StoredPartitions implements AutoCloseable {

  private final Cluster cluster;
  private final Session session;
  private final StoreTable table;
  private final PreparedStatement partition;
  private final int pageRows;

  private StoredPartitions(
      Cluster cluster,
      Session session,
      StoreTable table,
      PreparedStatement partition,
      int pageRows) {
    this.cluster = cluster;
    this.session = session;
    this.table = table;
    this.partition = partition;
    this.pageRows = pageRows;
  }

  /** Reads these columns, so many rows at once. */
  static StoredPartitions connect(
      StoreSettings store, StoreTable table, int pageRows, String... columns) {
    Cluster cluster = StoreCluster.of(store);
    try {
      Session session = cluster.connect(store.keyspace());
      PreparedStatement partition =
          session
              .prepare(table.readPartition(columns))
              .setConsistencyLevel(ConsistencyLevel.valueOf(store.consistency()))
              .setIdempotent(true);
      return new StoredPartitions(cluster, session, table, partition, pageRows);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Visits all rows of the partition with these values, in order. */
  void forEach(Consumer<Row> rows, Object... values) {
    @Nullable PagingState next = null;
    do {
      BoundStatement statement = partition.bind();
      table.bindPartition(statement, values);
      statement.setFetchSize(pageRows);
      if (next != null) {
        statement.setPagingState(next);
      }
      ResultSet page = RetriedRead.of(session, statement);
      for (int left = page.getAvailableWithoutFetching(); left > 0; left--) {
        rows.accept(page.one());
      }
      next = page.getExecutionInfo().getPagingState();
    } while (next != null);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
