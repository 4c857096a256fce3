package org.adclicks.pipeline.sink;

import com.datastax.driver.core.BatchStatement;
import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.beam.sdk.io.cassandra.Mapper;

/**
 * Upserts a whole {@link PartitionBatch} by one unlogged batch, each row under its own version.
 *
 * <p>There is one per session: {@code CassandraIO} asks for a mapper per element, and statements
 * are to be prepared once.
 *
 * <p>Errors: {@link UnsupportedOperationException} for anything but saving.
 */
final class PartitionBatchMapper implements Mapper<PartitionBatch> {

  private static final Map<Session, PartitionBatchMapper> MAPPERS = new ConcurrentHashMap<>();

  private final Session session;
  private final Map<StoreTable, PreparedStatement> upserts = new ConcurrentHashMap<>();

  private PartitionBatchMapper(Session session) {
    this.session = session;
  }

  static PartitionBatchMapper of(Session session) {
    PartitionBatchMapper mapper = MAPPERS.get(session);
    if (mapper == null) {
      MAPPERS.keySet().removeIf(Session::isClosed);
      mapper = MAPPERS.computeIfAbsent(session, PartitionBatchMapper::new);
    }
    return mapper;
  }

  @Override
  public Future<Void> saveAsync(PartitionBatch batch) {
    return new RetriedWrite(session, statement(batch)).start();
  }

  private Statement statement(PartitionBatch batch) {
    StoreTable table = batch.table();
    PreparedStatement upsert =
        upserts.computeIfAbsent(table, t -> session.prepare(t.upsert()).setIdempotent(true));
    if (batch.rows().size() == 1) {
      return bind(upsert, table, batch.rows().get(0));
    }
    BatchStatement statements = new BatchStatement(BatchStatement.Type.UNLOGGED);
    for (StoreRow row : batch.rows()) {
      statements.add(bind(upsert, table, row));
    }
    return statements.setIdempotent(true);
  }

  private static BoundStatement bind(PreparedStatement upsert, StoreTable table, StoreRow row) {
    BoundStatement bound = upsert.bind();
    List<Column> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).type().bind(bound, i, row.values().get(i));
    }
    ColumnType.BIGINT.bind(bound, columns.size(), row.version());
    return bound;
  }

  @Override
  public Iterator<PartitionBatch> map(ResultSet rows) {
    throw new UnsupportedOperationException("the pipeline only writes to the store");
  }

  @Override
  public Future<Void> deleteAsync(PartitionBatch batch) {
    throw new UnsupportedOperationException("the pipeline deletes nothing");
  }
}
