package org.adclicks.pipeline.sink;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.store.Retried;
import org.adclicks.pipeline.store.StoreSession;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.transforms.minutes.ToldBefore;

/**
 * The store's {@code as_of} as it was when a worker's step asked for the first time: what the
 * attempt before it has told.
 *
 * <p>Errors: the driver's, after the store has refused a read for half a minute.
 */
public final class StoredProgress extends ToldBefore {

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;

  private StoredProgress(StoreSettings store) {
    this.store = store;
  }

  public static StoredProgress of(StoreSettings store) {
    return new StoredProgress(store);
  }

  @Override
  protected long read() {
    try (StoreSession session = StoreSession.open(store)) {
      StoreTable table = StoreTable.PROGRESS;
      BoundStatement read = session.prepare(table.readRow()).bind(StoreSchema.STREAM_PIPELINE);
      Row row = Retried.await(Retried.send(() -> session.cql().executeAsync(read))).one();
      Instant asOf = row == null ? null : row.getInstant("as_of");
      return asOf == null ? Long.MIN_VALUE : asOf.toEpochMilli();
    }
  }
}
