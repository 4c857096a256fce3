package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.RestatedHours.Restated;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.Progress;
import org.adclicks.query.question.Question;
import org.jspecify.annotations.Nullable;

/**
 * Which hours were restated. To be asked once a question, so that all its reads see the same.
 *
 * <p>State: what was read last, until progress says that it changed, but not for long. Thread-safe.
 * Errors: the driver's. Source: docs/decisions/0047.
 */
public final class RestatedReader {

  /** A row may be there before progress says so, and two of one millisecond look like one. */
  static final Duration LONGEST_KEPT = Duration.ofSeconds(10);

  private final CqlSession session;
  private final Ticker clock;
  private final PreparedStatement hours;
  private volatile @Nullable Kept kept;

  RestatedReader(CqlSession session) {
    this(session, Ticker.systemTicker());
  }

  RestatedReader(CqlSession session, Ticker clock) {
    this.session = session;
    this.clock = clock;
    hours = session.prepare("SELECT hour, epoch, day_buckets FROM restated_hours WHERE store = ?");
  }

  /** As they are now; reads nothing while there never were any. */
  public RestatedHours hours(Progress progress) {
    if (!progress.hasRestated()) {
      return RestatedHours.NONE;
    }
    Kept last = kept;
    // From before it is read: what comes meanwhile may not be in it.
    long now = clock.read();
    if (last != null
        && last.stampMillis == progress.restatedMillis()
        && now - last.readNanos <= LONGEST_KEPT.toNanos()) {
      return last.hours;
    }
    RestatedHours read = read();
    kept = new Kept(progress.restatedMillis(), now, read);
    return read;
  }

  private RestatedHours read() {
    Map<Long, Restated> read = new ConcurrentHashMap<>();
    Question question = Question.current();
    question.await(
        question
            .read(session, hours.bind(StoreSchema.STREAM_PIPELINE))
            .thenCompose(
                page ->
                    question.forEachRow(
                        page, row -> read.put(Rows.millis(row, "hour"), restated(row)))));
    return RestatedHours.of(read);
  }

  private static Restated restated(Row row) {
    return new Restated(
        row.getInt("epoch"),
        row.isNull("day_buckets") ? null : new ClickBuckets(row.getInt("day_buckets")));
  }

  /**
   * What was read last.
   *
   * @param stampMillis when hours were restated last, as progress said then
   */
  private record Kept(long stampMillis, long readNanos, RestatedHours hours) {}
}
