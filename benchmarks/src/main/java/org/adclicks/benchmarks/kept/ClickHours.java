package org.adclicks.benchmarks.kept;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.Periods;

/** How far the clicks of minutes are rewritten by hour in a store that one pipeline writes to. */
public final class ClickHours implements AutoCloseable {

  private final CqlSession session;
  private final PreparedStatement anyOfBucket;

  private ClickHours(CqlSession session) {
    this.session = session;
    this.anyOfBucket =
        session.prepare(
            "SELECT chunk FROM "
                + Endpoints.KEYSPACE
                + ".click_hours WHERE side = ? AND bucket = ? AND day = ? AND chunk IN "
                + ClickBuckets.allChunks()
                + " AND earliest >= ? AND earliest < ? LIMIT 1");
  }

  /** Of a stack that runs. */
  public static ClickHours of(Endpoints endpoints) {
    return new ClickHours(SchemaMigration.connect(endpoints.store(StackSecurity.STORE_READER)));
  }

  /** Through when readers are told that hours are rewritten; nothing before the first is. */
  public Optional<Instant> through() {
    for (Row row : spans()) {
      Map<String, Instant> times = row.getMap("periods_through", String.class, Instant.class);
      if (times != null) {
        Optional<Instant> ofClicks =
            ClickBuckets.ofKept(times).map(buckets -> times.get(buckets.keptName()));
        if (ofClicks.isPresent()) {
          return ofClicks;
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the rows of this hour are there in some buckets, but not in all that will have any. */
  public boolean isHalfWritten(Instant hour) {
    ClickBuckets buckets = buckets();
    List<CompletionStage<AsyncResultSet>> reads = new ArrayList<>();
    for (int bucket = 0; bucket < buckets.count(); bucket++) {
      reads.add(
          session.executeAsync(
              anyOfBucket.bind(
                  ClickSide.USER.cqlName(),
                  bucket,
                  hour.truncatedTo(ChronoUnit.DAYS),
                  hour,
                  next(hour))));
    }
    long written =
        reads.stream()
            .filter(read -> read.toCompletableFuture().join().currentPage().iterator().hasNext())
            .count();
    return written > 0 && written < buckets.count();
  }

  private ClickBuckets buckets() {
    for (Row row : spans()) {
      Map<String, Instant> kept = row.getMap("kept_from", String.class, Instant.class);
      if (kept != null) {
        return ClickBuckets.ofKept(kept).orElse(new ClickBuckets(1));
      }
    }
    return new ClickBuckets(1);
  }

  private Iterable<Row> spans() {
    return session.execute(
        "SELECT kept_from, periods_through FROM " + Endpoints.KEYSPACE + ".counted_spans");
  }

  /** The hour behind this one. */
  public static Instant next(Instant hour) {
    return hour.plusMillis(Periods.HOUR_MILLIS);
  }

  @Override
  public void close() {
    session.close();
  }
}
