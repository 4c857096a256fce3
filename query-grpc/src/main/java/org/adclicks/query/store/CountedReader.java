package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.google.common.collect.Lists;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.FinalStretches;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.Progress;
import org.adclicks.query.question.Question;
import org.adclicks.query.question.SlidingWindow;

/**
 * What the store holds of event time: which stretches were counted, and of which hours rows have
 * left their table.
 *
 * <p>State: for a while, when the rows of each hour were written. An hour that is not known yet was
 * written just now, so its rows are all there. Errors: the driver's. Source: docs/decisions/0025.
 */
public final class CountedReader {

  private static final CqlIdentifier TIME_TO_LIVE =
      CqlIdentifier.fromInternal("default_time_to_live");

  private static final String FROM = "counted_from";
  private static final String THROUGH = "counted_through";

  /** As many as twenty years have, and a little for each month that has none. */
  private static final long CACHED_HOURS = 180_000;

  /** Months of one read, which mostly is the only one: rows are seldom kept for longer. */
  private static final int MONTHS_PER_READ = 36;

  /** A day's roll-up, the allowed lateness and the time its shards take one after another. */
  private static final long LAST_MILLIS = 26 * Periods.HOUR_MILLIS;

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
            "SELECT counted_from, counted_through, windows, windows_from, kept_from, periods_through,"
                + " final_through FROM counted_spans WHERE store = ?");
    hours = session.prepare("SELECT month, hour, written FROM counted_hours WHERE month IN ?");
    writtenByMonth =
        Caffeine.newBuilder()
            .maximumWeight(CACHED_HOURS)
            .weigher((Long month, NavigableMap<Long, Long> written) -> 1 + written.size())
            .expireAfter(
                Expiry.<Long, NavigableMap<Long, Long>>writing((month, written) -> cachedFor()))
            .build();
  }

  public CountedSpans spans(Progress progress) {
    Question question = Question.current();
    List<Row> rows = new ArrayList<>();
    question
        .await(question.read(session, spans.bind(StoreSchema.STREAM_PIPELINE)))
        .currentPage()
        .forEach(rows::add);
    // Through when it is FINAL is told by itself, and may be there before.
    rows.removeIf(row -> row.isNull(THROUGH));
    // One that is empty says that what was counted before ends before it.
    long lastBeginning =
        rows.stream().mapToLong(row -> Rows.millis(row, FROM)).max().orElse(Long.MIN_VALUE);
    rows.removeIf(row -> Rows.millis(row, THROUGH) <= Rows.millis(row, FROM));
    // What was counted is told by itself, and may be there before how far all is.
    if (rows.isEmpty() || progress.asOf().isEmpty()) {
      return CountedSpans.NONE;
    }
    Row newest = Collections.max(rows, Comparator.comparingLong(row -> Rows.millis(row, THROUGH)));
    boolean goesOn =
        lastBeginning < Rows.millis(newest, THROUGH)
            && progress.asOfMillis() - Rows.millis(newest, THROUGH)
                <= StoreSchema.STRETCH_GAP_MILLIS;
    List<CountedSpan> counted = new ArrayList<>();
    for (Row row : rows) {
      // Of one that is gone the minute in which it went is not whole.
      long through = Rows.millis(row, THROUGH);
      boolean isLast = row == newest && goesOn;
      long to = isLast ? Math.max(through, progress.asOfMillis()) : Periods.minuteOf(through);
      if (to > Rows.millis(row, FROM)) {
        counted.add(span(row, to, progress));
      }
    }
    if (!goesOn) {
      counted.add(
          begunAt(progress.asOfMillis(), span(newest, Rows.millis(newest, THROUGH), progress)));
    }
    return new CountedSpans(
        counted,
        SlidingWindow.parseAll(Rows.text(newest, "windows")),
        Rows.millis(newest, "windows_from"));
  }

  /** A stretch that progress has jumped to, of which no row says anything yet. */
  private static CountedSpan begunAt(long millis, CountedSpan before) {
    Map<KeptPart, Long> kept = new EnumMap<>(KeptPart.class);
    before.keptFrom().keySet().forEach(part -> kept.put(part, millis));
    return new CountedSpan(
        new MinuteInterval(millis - 1, millis),
        kept,
        before.buckets(),
        Map.of(),
        new FinalStretches.Stretch(millis - 1, millis, Long.MIN_VALUE));
  }

  /**
   * @param ofStore what holds of a pipeline that does not say so itself: of its last day, of which
   *     nobody knows how much is rolled up, minutes are read
   */
  private static CountedSpan span(Row row, long toMillis, Progress ofStore) {
    long from = Rows.millis(row, FROM);
    Map<KeptPart, Long> kept = new EnumMap<>(KeptPart.class);
    Map<String, Instant> told = row.getMap("kept_from", String.class, Instant.class);
    for (KeptPart part : KeptPart.values()) {
      Instant since = told == null ? null : part.since(told);
      if (since != null) {
        kept.put(part, since.toEpochMilli());
      } else if (row.isNull("kept_from") && part.alwaysKeptBefore()) {
        kept.put(part, from);
      }
    }
    ClickBuckets buckets = told == null ? null : ClickBuckets.ofKept(told).orElse(null);
    Map<KeptPart, Long> periods = new EnumMap<>(KeptPart.class);
    Map<String, Instant> written = row.getMap("periods_through", String.class, Instant.class);
    if (written == null || written.isEmpty()) {
      periods.put(
          KeptPart.ROLL_UPS, Math.min(ofStore.rolledUpThroughMillis(), toMillis - LAST_MILLIS));
    } else {
      for (KeptPart part : KeptPart.values()) {
        Instant through = written.get(part.nameIn(buckets));
        if (through != null) {
          periods.put(part, through.toEpochMilli());
        }
      }
    }
    return new CountedSpan(
        new MinuteInterval(from, toMillis),
        kept,
        buckets,
        periods,
        FinalStretches.Stretch.told(
            from,
            toMillis,
            told == null ? Map.of() : told,
            row.getInstant("final_through"),
            ofStore.finalThroughMillis()));
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
    for (List<Long> months :
        Lists.partition(monthsBackwards(fromMillis, toMillis), MONTHS_PER_READ)) {
      Map<Long, NavigableMap<Long, Long>> written = written(months);
      for (long month : months) {
        NavigableMap<Long, Long> asked =
            Objects.requireNonNull(written.get(month))
                .subMap(Periods.hourOf(fromMillis), true, toMillis, false);
        for (var hour : asked.descendingMap().entrySet()) {
          if (hour.getValue() <= writtenBefore) {
            return OptionalLong.of(hour.getKey() + Periods.HOUR_MILLIS);
          }
        }
      }
    }
    return OptionalLong.empty();
  }

  /** The months between both times, the newest first. */
  private static List<Long> monthsBackwards(long fromMillis, long toMillis) {
    List<Long> months = new ArrayList<>();
    long first = Periods.monthOf(fromMillis);
    for (long month = Periods.monthOf(toMillis - 1);
        month >= first;
        month = Periods.monthOf(month - 1)) {
      months.add(month);
    }
    return months;
  }

  /** When the hours of these months were written, read at once as far as it is not known. */
  private Map<Long, NavigableMap<Long, Long>> written(List<Long> months) {
    Map<Long, NavigableMap<Long, Long>> written =
        new HashMap<>(writtenByMonth.getAllPresent(months));
    List<Long> unknown = months.stream().filter(month -> !written.containsKey(month)).toList();
    if (unknown.isEmpty()) {
      return written;
    }
    Map<Long, NavigableMap<Long, Long>> read = new HashMap<>();
    unknown.forEach(month -> read.put(month, new ConcurrentSkipListMap<>()));
    Question question = Question.current();
    question.await(
        question
            .read(session, hours.bind(unknown.stream().map(Instant::ofEpochMilli).toList()))
            .thenCompose(
                page ->
                    question.forEachRow(
                        page,
                        row ->
                            Objects.requireNonNull(read.get(Rows.millis(row, "month")))
                                .put(Rows.millis(row, "hour"), Rows.millis(row, "written")))));
    read.forEach(
        (month, hoursOfIt) -> {
          NavigableMap<Long, Long> compact = new TreeMap<>(hoursOfIt);
          writtenByMonth.put(month, compact);
          written.put(month, compact);
        });
    return written;
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
