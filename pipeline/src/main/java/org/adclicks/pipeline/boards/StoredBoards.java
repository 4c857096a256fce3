package org.adclicks.pipeline.boards;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.publish.Messages;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.store.InFlight;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.pipeline.store.Retried;
import org.adclicks.pipeline.store.StoreSession;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.jspecify.annotations.Nullable;

/**
 * The lists in the store, by their rows' keys; {@value #AT_ONCE} are looked up at once.
 *
 * <p>Errors: the driver's, after the store has refused a read for half a minute; {@link
 * IllegalStateException} for a row that is no list.
 */
final class StoredBoards implements OpenedOnce.Closing {

  private static final int AT_ONCE = 128;

  private final StoreSession session;
  private final Map<StoreTable, PreparedStatement> reads = new EnumMap<>(StoreTable.class);
  private InFlight lookups = new InFlight(AT_ONCE);

  private StoredBoards(StoreSession session) {
    this.session = session;
    for (StoreTable table : BoardRow.TABLES) {
      reads.put(table, session.prepare(table.readRow()));
    }
  }

  static StoredBoards connect(StoreSettings store) {
    StoreSession session = StoreSession.open(store);
    try {
      return new StoredBoards(session);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Forgets the lookups of a bundle that failed. */
  void startBundle() {
    lookups = new InFlight(AT_ONCE);
  }

  /** Begins to look a row up. */
  Lookup find(BoardRow row) throws InterruptedException {
    BoundStatementBuilder statement =
        Objects.requireNonNull(reads.get(row.table())).boundStatementBuilder();
    row.table().bindRow(statement, row.key());
    BoundStatement read = statement.build();
    return new Lookup(lookups.begin(() -> Retried.send(() -> session.cql().executeAsync(read))));
  }

  /**
   * A list that is being looked up.
   *
   * @param answer of one row, if there is one
   */
  record Lookup(CompletionStage<AsyncResultSet> answer) {

    /** The list with all that the stored one has more, once that is known. */
    WindowLeaderboard mergedInto(WindowLeaderboard element) {
      @Nullable Row row = Retried.await(answer).one();
      return row == null
          ? element
          : new WindowLeaderboard(
              element.window(), element.board().mergedWith(decoded(row, element.board())));
    }

    private static Leaderboard decoded(Row row, Leaderboard like) {
      try {
        @Nullable ByteBuffer bytes = row.getByteBuffer(0);
        return Messages.read(
            like.scope(), org.adclicks.v1.Leaderboard.parseFrom(Objects.requireNonNull(bytes)));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(
            "the list of %s from %d cannot be read"
                .formatted(like.scope().key(), like.windowStartMillis()),
            e);
      }
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
