package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.Question;
import org.jspecify.annotations.Nullable;

/** The deduplicated clicks themselves, found by user or by ip. Errors: the driver's. */
public final class ClickIndexReader {

  /** Takes one click; called from several threads at once. */
  public interface ClickConsumer {
    void accept(String adId, long clickTimestampMillis);
  }

  private static final String RANGE = " AND click >= ? AND click < ?";

  private final CqlSession session;
  private final ConcurrentReads fanout;
  private final PreparedStatement byUser;
  private final PreparedStatement byIp;

  ClickIndexReader(CqlSession session, ConcurrentReads fanout) {
    this.session = session;
    this.fanout = fanout;
    byUser =
        session.prepare(
            "SELECT click FROM clicks_by_user"
                + " WHERE bucket = ? AND hour = ? AND user_id = ?"
                + RANGE);
    byIp =
        session.prepare(
            "SELECT click FROM clicks_by_ip" + " WHERE bucket = ? AND hour = ? AND ip = ?" + RANGE);
  }

  /** Hands over every click of the interval that matches a filter with a user or an ip. */
  public void forEach(Filter filter, MinuteInterval interval, ClickConsumer consumer) {
    // One address may stand for a whole company, one user hardly for more than a few clicks.
    boolean userGiven = filter.userId() != null;
    PreparedStatement statement = userGiven ? byUser : byIp;
    String key = Objects.requireNonNull(userGiven ? filter.userId() : filter.ip());
    Question question = Question.current();
    fanout.forEach(
        RangePlan.ofMinutes(interval),
        piece -> {
          BoundStatement bound =
              statement.bind(
                  Buckets.of(key),
                  Instant.ofEpochMilli(piece.partitionMillis()),
                  key,
                  IndexedClick.first(piece.fromMillis()),
                  IndexedClick.first(piece.toMillis()));
          Consumer<Row> rows = new RowConsumer(userGiven, key, filter, consumer);
          return question.read(session, bound).thenCompose(page -> question.forEachRow(page, rows));
        });
  }

  /** Takes the rows of one user or ip of one partition, in their order, one after another. */
  private static final class RowConsumer implements Consumer<Row> {
    private final boolean byUser;
    private final String key;
    private final Filter filter;
    private final ClickConsumer consumer;
    private @Nullable IndexedClick last;

    RowConsumer(boolean byUser, String key, Filter filter, ClickConsumer consumer) {
      this.byUser = byUser;
      this.key = key;
      this.filter = filter;
      this.consumer = consumer;
    }

    @Override
    public void accept(Row row) {
      IndexedClick click = IndexedClick.of(Objects.requireNonNull(row.getByteBuffer("click")));
      boolean again = last != null && last.isSameClick(click);
      last = click;
      if (!again && matches(click)) {
        consumer.accept(click.adId(), click.clickTimestampMillis());
      }
    }

    private boolean matches(IndexedClick click) {
      Scope scope = Scope.ofClickKey(click.scopeKey());
      return byUser
          ? filter.matches(scope, key, click.other())
          : filter.matches(scope, click.other(), key);
    }
  }
}
