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
    PreparedStatement upsert =
        upserts.computeIfAbsent(table, each -> session.prepare(each.upsert()));
    if (batch.rows().size() == 1) {
      return bind(upsert, table, batch.rows().get(0));
    }
    List<BatchableStatement<?>> rows = new ArrayList<>(batch.rows().size());
    batch.rows().forEach(row -> rows.add(bind(upsert, table, row)));
    return BatchStatement.newInstance(DefaultBatchType.UNLOGGED, rows);
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
