package org.adclicks.query;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.TupleValue;
import java.time.Instant;
import java.util.Objects;
import org.adclicks.proto.store.Buckets;

/** The deduplicated clicks themselves, found by user or by ip. Errors: the driver's. */
final class ClickIndexReader {

  /** Takes one click; called from several threads at once. */
  interface ClickConsumer {
    void accept(String adId, long clickTimestampMillis);
  }

  private static final String RANGE = " AND click_timestamp >= ? AND click_timestamp < ?";

  private final CqlSession session;
  private final Fanout fanout;
  private final PreparedStatement byUser;
  private final PreparedStatement byIp;

  ClickIndexReader(CqlSession session, Fanout fanout) {
    this.session = session;
    this.fanout = fanout;
    byUser =
        session.prepare(
            "SELECT click_timestamp, click FROM clicks_by_user"
                + " WHERE bucket = ? AND hour = ? AND user_id = ?"
                + RANGE);
    byIp =
        session.prepare(
            "SELECT click_timestamp, click FROM clicks_by_ip"
                + " WHERE bucket = ? AND hour = ? AND ip = ?"
                + RANGE);
  }

  /** Hands over every click of the interval that matches a filter with a user or an ip. */
  void forEach(Filter filter, MinuteInterval interval, ClickConsumer consumer) {
    // One address may stand for a whole company, one user hardly for more than a few clicks.
    boolean userGiven = filter.userId() != null;
    PreparedStatement statement = userGiven ? byUser : byIp;
    String key = Objects.requireNonNull(userGiven ? filter.userId() : filter.ip());
    fanout.forEach(
        RangePlan.ofMinutes(interval),
        piece -> {
          BoundStatement bound =
              statement.bind(
                  Buckets.of(key),
                  Instant.ofEpochMilli(piece.partitionMillis()),
                  key,
                  Instant.ofEpochMilli(piece.fromMillis()),
                  Instant.ofEpochMilli(piece.toMillis()));
          return session
              .executeAsync(bound)
              .thenCompose(
                  page -> Rows.forEach(page, row -> take(row, userGiven, key, filter, consumer)));
        });
  }

  /**
   * The row's key is a user or an ip; its click holds the ad, the other of the two, the country.
   */
  private static void take(
      Row row, boolean byUser, String key, Filter filter, ClickConsumer consumer) {
    TupleValue click = Objects.requireNonNull(row.getTupleValue("click"));
    String userId = byUser ? key : text(click, 1);
    String ip = byUser ? text(click, 1) : key;
    if (filter.matches(text(click, 2), userId, ip)) {
      consumer.accept(text(click, 0), Rows.millis(row, "click_timestamp"));
    }
  }

  private static String text(TupleValue click, int index) {
    return Objects.requireNonNull(click.getString(index));
  }
}
