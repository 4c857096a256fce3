package org.adclicks.pipeline.sink;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.adclicks.pipeline.metrics.JobMetrics;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.pipeline.store.Retried;
import org.adclicks.pipeline.store.StoreSession;

/**
 * Writes batches of one partition by one statement. Statements are prepared once; not to be shared
 * by threads.
 *
 * <p>Errors: the driver's, after the store has refused a write for half a minute.
 */
public final class StoreWriter implements OpenedOnce.Closing {

  private final StoreSession session;
  private final Map<StoreTable, PreparedStatement> upserts = new EnumMap<>(StoreTable.class);

  private StoreWriter(StoreSession session) {
    this.session = session;
  }

  /** Opens the worker's session, or shares it. */
  public static StoreWriter connect(StoreSettings store) {
    return new StoreWriter(StoreSession.open(store));
  }

  /** Done when the store has acknowledged all rows. */
  public CompletionStage<Void> write(PartitionBatch batch) {
    Statement<?> statement = statement(batch);
    long begunNanos = System.nanoTime();
    return Retried.send(() -> session.cql().executeAsync(statement))
        .thenAccept(answer -> JobMetrics.storeWritten(System.nanoTime() - begunNanos));
  }

  private Statement<?> statement(PartitionBatch batch) {
    StoreTable table = batch.table();
    PreparedStatement upsert = upserts.computeIfAbsent(table, this::prepare);
    List<BatchableStatement<?>> statements = new ArrayList<>();
    if (table.manyOf() < 0) {
      batch.rows().forEach(row -> statements.add(bind(upsert, table, row)));
    } else {
      AlikeRows.of(batch).forEach(rows -> statements.add(bindMany(upsert, table, rows)));
    }
    return statements.size() == 1
        ? statements.get(0)
        : BatchStatement.newInstance(DefaultBatchType.UNLOGGED, statements);
  }

  private PreparedStatement prepare(StoreTable table) {
    return session.prepare(table.manyOf() < 0 ? table.upsert() : table.upsertMany());
  }

  private static BoundStatement bindMany(
      PreparedStatement upsert, StoreTable table, AlikeRows rows) {
    BoundStatementBuilder bound = upsert.boundStatementBuilder();
    List<Column> columns = table.columns();
    int last = columns.size() - 1;
    // As upsertMany has them: version, value, and then the key.
    ColumnType.BIGINT.bind(bound, 0, rows.version());
    columns.get(last).type().bind(bound, 1, rows.values().get(last));
    for (int i = 0; i < last; i++) {
      if (i == table.manyOf()) {
        bound.setBytesUnsafe(2 + i, rows.differing());
      } else {
        columns.get(i).type().bind(bound, 2 + i, rows.values().get(i));
      }
    }
    return bound.build();
  }

  private static BoundStatement bind(PreparedStatement upsert, StoreTable table, StoreRow row) {
    BoundStatementBuilder bound = upsert.boundStatementBuilder();
    List<Column> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).type().bind(bound, i, row.values().get(i));
    }
    ColumnType.BIGINT.bind(bound, columns.size(), row.version());
    return bound.build();
  }

  @Override
  public void close() {
    session.close();
  }
}
