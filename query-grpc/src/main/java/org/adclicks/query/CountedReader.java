package org.adclicks.query;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;

/**
 * What the store holds of event time: which stretches were counted, and of which hours rows have
 * left their table.
 *
 * <p>State: for a while, when the rows of each hour were written. An hour that is not known yet was
 * written just now, so its rows are all there. Errors: the driver's. Source: docs/decisions/0025.
 */
final class CountedReader {

  private static final CqlIdentifier TIME_TO_LIVE =
      CqlIdentifier.fromInternal("default_time_to_live");

  private static final int CACHED_MONTHS = 240;
  private static final Duration LONGEST_CACHED = Duration.ofMinutes(10);
  private static final Duration SHORTEST_CACHED = Duration.ofMillis(200);

  /**
   * Rows of an hour may be written a little before the hour is noted down, and Cassandra counts
   * whole seconds.
   */
  private static final long LONGEST_MARGIN_MILLIS = Periods.HOUR_MILLIS;

  private static final long LEAST_MARGIN_MILLIS = 1_000;

  private static final int SHARE_OF_LIFE = 100;

  private final CqlSession session;
  private final PreparedStatement spans;
  private final PreparedStatement hours;
  private final Cache<Long, NavigableMap<Long, Long>> writtenByMonth;

  CountedReader(CqlSession session) {
    this.session = session;
    spans =
        session.prepare(
            "SELECT counted_from, counted_through, windows, windows_from FROM counted_spans"
                + " WHERE store = ?");
    hours = session.prepare("SELECT hour, written FROM counted_hours WHERE month = ?");
    writtenByMonth =
        Caffeine.newBuilder()
            .maximumSize(CACHED_MONTHS)
            .expireAfter(
                Expiry.<Long, NavigableMap<Long, Long>>writing((month, written) -> cachedFor()))
            .build();
  }

  CountedSpans spans(Progress progress) {
    Question question = Question.current();
    List<MinuteInterval> stretches = new ArrayList<>();
    Row newest = null;
    for (Row row :
        question
            .await(question.read(session, spans.bind(StoreSchema.STREAM_PIPELINE)))
            .currentPage()) {
      long from = Rows.millis(row, "counted_from");
      long through = Rows.millis(row, "counted_through");
      if (through > from) {
        stretches.add(new MinuteInterval(from, through));
      }
      if (newest == null || through >= Rows.millis(newest, "counted_through")) {
        newest = row;
      }
    }
    if (newest == null || stretches.isEmpty()) {
      return CountedSpans.NONE;
    }
    return new CountedSpans(
        CountedSpans.join(stretches, progress.asOfMillis()),
        SlidingWindow.parseAll(Rows.text(newest, "windows")),
        Rows.millis(newest, "windows_from"));
  }

  /**
   * The end of the newest hour between both times some of whose rows have left the table, if any
   * has.
   */
  OptionalLong goneUntil(StoredTable table, long fromMillis, long toMillis) {
    long life = lifeMillis(table);
    if (life == 0) {
      return OptionalLong.empty();
    }
    long margin = LEAST_MARGIN_MILLIS + Math.min(LONGEST_MARGIN_MILLIS, life / SHARE_OF_LIFE);
    long writtenBefore = System.currentTimeMillis() - life + margin;
    for (long month = Periods.monthOf(toMillis - 1);
        month + 31 * Periods.DAY_MILLIS > fromMillis;
        month = Periods.monthOf(month - 1)) {
      NavigableMap<Long, Long> written =
          written(month).subMap(Periods.hourOf(fromMillis), true, toMillis, false);
      for (var hour : written.descendingMap().entrySet()) {
        if (hour.getValue() <= writtenBefore) {
          return OptionalLong.of(hour.getKey() + Periods.HOUR_MILLIS);
        }
      }
    }
    return OptionalLong.empty();
  }

  private NavigableMap<Long, Long> written(long month) {
    NavigableMap<Long, Long> cached = writtenByMonth.getIfPresent(month);
    if (cached != null) {
      return cached;
    }
    Question question = Question.current();
    NavigableMap<Long, Long> read = new ConcurrentSkipListMap<>();
    question.await(
        question
            .read(session, hours.bind(Instant.ofEpochMilli(month)))
            .thenCompose(
                page ->
                    question.forEachRow(
                        page,
                        row -> read.put(Rows.millis(row, "hour"), Rows.millis(row, "written")))));
    NavigableMap<Long, Long> compact = new TreeMap<>(read);
    writtenByMonth.put(month, compact);
    return compact;
  }

  /** Well below the shortest life of a row. */
  private Duration cachedFor() {
    long shortest = Long.MAX_VALUE;
    for (StoredTable table : StoredTable.values()) {
      long life = lifeMillis(table);
      shortest = life == 0 ? shortest : Math.min(shortest, life);
    }
    long millis = Math.min(LONGEST_CACHED.toMillis(), shortest / SHARE_OF_LIFE);
    return Duration.ofMillis(Math.max(SHORTEST_CACHED.toMillis(), millis));
  }

  /** How long the table keeps a row after it was written; 0 for ever. */
  private long lifeMillis(StoredTable table) {
    Object seconds =
        session
            .getKeyspace()
            .flatMap(session.getMetadata()::getKeyspace)
            .flatMap(keyspace -> keyspace.getTable(table.cqlName()))
            .map(TableMetadata::getOptions)
            .map(options -> options.get(TIME_TO_LIVE))
            .orElse(null);
    if (seconds instanceof Number number) {
      return number.longValue() * 1000;
    }
    throw new IllegalStateException("how long " + table.cqlName() + " keeps rows is not known");
  }
}
