package org.adclicks.pipeline.boards;

import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.Row;
import com.datastax.driver.core.Session;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.publish.Messages;
import org.adclicks.pipeline.sink.RetriedRead;
import org.adclicks.pipeline.sink.StoreCluster;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.jspecify.annotations.Nullable;

/**
 * The lists in the store, by their rows' keys; {@value #AT_ONCE} are looked up at once.
 *
 * <p>Errors: {@link IllegalStateException} for a row that is no list.
 */
final class StoredBoards implements AutoCloseable {

  private static final int AT_ONCE = 128;

  private final Cluster cluster;
  private final Session session;
  private final Map<StoreTable, PreparedStatement> reads = new EnumMap<>(StoreTable.class);
  private final Semaphore free = new Semaphore(AT_ONCE);

  private StoredBoards(Cluster cluster, Session session, StoreSettings store) {
    this.cluster = cluster;
    this.session = session;
    for (StoreTable table : BoardRow.TABLES) {
      reads.put(
          table,
          session
              .prepare(table.readRow())
              .setConsistencyLevel(ConsistencyLevel.valueOf(store.consistency()))
              .setIdempotent(true));
    }
  }

  static StoredBoards connect(StoreSettings store) {
    Cluster cluster = StoreCluster.of(store);
    try {
      return new StoredBoards(cluster, cluster.connect(store.keyspace()), store);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Begins to look a row up. */
  Lookup find(BoardRow row) {
    PreparedStatement read = reads.get(row.table());
    if (read == null) {
      throw new IllegalArgumentException("no table of lists: " + row.table());
    }
    BoundStatement statement = read.bind();
    row.table().bindRow(statement, row.key());
    free.acquireUninterruptibly();
    ResultSetFuture answer = session.executeAsync(statement);
    answer.addListener(free::release, MoreExecutors.directExecutor());
    return new Lookup(statement, answer);
  }

  /** A list that is being looked up. */
  final class Lookup {
    private final BoundStatement statement;
    private final ResultSetFuture answer;

    private Lookup(BoundStatement statement, ResultSetFuture answer) {
      this.statement = statement;
      this.answer = answer;
    }

    /** The list with all that the stored one has more, once it is known. */
    WindowLeaderboard mergedInto(WindowLeaderboard element) {
      @Nullable Row row = rows().one();
      if (row == null) {
        return element;
      }
      Leaderboard stored = decoded(row, element.board());
      return new WindowLeaderboard(element.window(), element.board().mergedWith(stored));
    }

    private ResultSet rows() {
      try {
        return answer.getUninterruptibly();
      } catch (RuntimeException again) {
        return RetriedRead.of(session, statement);
      }
    }
  }

  private static Leaderboard decoded(Row row, Leaderboard like) {
    try {
      return Messages.read(
          like.scope(), org.adclicks.v1.Leaderboard.parseFrom(row.getBytes("board")));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "the list of "
              + like.scope().key()
              + " from "
              + like.windowStartMillis()
              + " cannot be read",
          e);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
