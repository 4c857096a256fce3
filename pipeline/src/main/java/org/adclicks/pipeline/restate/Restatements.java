package org.adclicks.pipeline.restate;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.google.common.base.Strings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.BatchMinutes;
import org.adclicks.pipeline.store.Retried;
import org.adclicks.pipeline.store.StoreSession;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.FinalStretches;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.v1.MinuteState;
import org.jspecify.annotations.Nullable;

/**
 * What the store says of restatements, and of what can be restated.
 *
 * <p>Units: milliseconds since 1970; {@link Long#MIN_VALUE} for not yet. Errors: the driver's,
 * after the store has refused for half a minute. Source: docs/decisions/0047.
 */
public final class Restatements implements AutoCloseable {

  /** What a recompute has done that was given up for longer is done again. */
  private static final Duration RESUMABLE = Duration.ofDays(7);

  private final StoreSession session;

  private Restatements(StoreSession session) {
    this.session = session;
  }

  public static Restatements of(StoreSettings store) {
    return new Restatements(StoreSession.open(store));
  }

  /**
   * What is told of a minute.
   *
   * @param duplicates clicks dropped as doubled
   * @param tooLate clicks that came too late for the stream
   */
  record Counted(long clicks, long ads, long duplicates, long tooLate) {

    static final Counted NOTHING = new Counted(0, 0, 0, 0);

    /** Clicks that were counted or dropped. */
    long lines() {
      return clicks + duplicates;
    }
  }

  /** How all hours are restated now. */
  RestatedHours current() {
    Map<Long, RestatedHours.Restated> byHour = new HashMap<>();
    for (Row row :
        read(
            "SELECT hour, epoch, day_buckets FROM restated_hours WHERE store = ?",
            StoreSchema.STREAM_PIPELINE)) {
      byHour.put(
          millis(row, "hour"),
          new RestatedHours.Restated(
              row.getInt("epoch"),
              row.isNull("day_buckets") ? null : new ClickBuckets(row.getInt("day_buckets"))));
    }
    return RestatedHours.of(byHour);
  }

  /** Through when each of these can change no more but by a restatement. */
  List<FinalStretches.Stretch> finals(Collection<CountedStretch> stretches) {
    List<Row> rows =
        read("SELECT final_through FROM progress WHERE pipeline = ?", StoreSchema.STREAM_PIPELINE);
    long ofStore =
        rows.isEmpty() || rows.get(0).isNull("final_through")
            ? Long.MIN_VALUE
            : millis(rows.get(0), "final_through");
    return stretches.stream().map(stretch -> stretch.finalStretch(ofStore)).toList();
  }

  /** All stretches that were counted; those without any time are left out. */
  List<CountedStretch> stretches() {
    return read(
            "SELECT " + CountedStretch.COLUMNS + " FROM counted_spans WHERE store = ?",
            StoreSchema.STREAM_PIPELINE)
        .stream()
        .filter(row -> !row.isNull("counted_through"))
        .map(CountedStretch::of)
        .filter(stretch -> stretch.fromMillis() < stretch.throughMillis())
        .toList();
  }

  /** When, by the clock, the first rows of each of these hours were written that has any. */
  Map<Long, Long> written(HourRange hours) {
    Map<Long, Long> written = new HashMap<>();
    long last = Periods.monthOf(hours.toMillis() - 1);
    for (long month = Periods.monthOf(hours.fromMillis());
        month <= last;
        month = Periods.monthOf(month + 32 * Periods.DAY_MILLIS)) {
      for (Row row :
          read(
              "SELECT hour, written FROM counted_hours WHERE month = ?",
              Instant.ofEpochMilli(month))) {
        written.put(millis(row, "hour"), millis(row, "written"));
      }
    }
    return written;
  }

  /**
   * Notes that rows of these hours are written now, where the stream has written none: they leave
   * like all others.
   */
  void noteWritten(HourRange hours) {
    long now = System.currentTimeMillis();
    for (long hour : hours.hours()) {
      execute(
          "INSERT INTO counted_hours (month, hour, written) VALUES (?, ?, ?) USING TIMESTAMP ?",
          Instant.ofEpochMilli(Periods.monthOf(hour)),
          Instant.ofEpochMilli(hour),
          Instant.ofEpochMilli(now),
          Versions.ofEarliest(hour, now));
    }
  }

  /** What is told of the minutes of these hours, as they are restated so. */
  Map<Long, Counted> minutes(HourRange hours, RestatedHours restated) {
    Map<Long, Counted> minutes = new TreeMap<>();
    for (long hour : hours.hours()) {
      int epoch = restated.epochOf(hour);
      for (Row row :
          read(
              "SELECT minute, counts FROM minutes WHERE day = ? AND minute >= ? AND minute < ?",
              Instant.ofEpochMilli(RestatedHours.partition(Periods.dayOf(hour), epoch)),
              Instant.ofEpochMilli(hour),
              Instant.ofEpochMilli(hour + Periods.HOUR_MILLIS))) {
        @Nullable TupleValue counts = row.getTupleValue("counts");
        if (counts != null) {
          minutes.put(
              millis(row, "minute"),
              new Counted(
                  counts.getLong(0), counts.getLong(1), counts.getLong(2), counts.getLong(4)));
        }
      }
    }
    return minutes;
  }

  /**
   * Notes in restated minutes how many clicks had come too late when they were recomputed: what
   * comes after that is not in them.
   */
  void noteTooLate(Map<Long, Counted> stream, Map<Long, Counted> restated, int epoch) {
    stream.forEach(
        (minute, before) -> {
          Counted after = restated.get(minute);
          // Of those the newest may not be in the archive yet.
          long found =
              after == null
                  ? 0
                  : Math.min(before.tooLate(), Math.max(0, after.lines() - before.lines()));
          if (after != null && found > 0) {
            execute(
                "INSERT INTO minutes (day, minute, state, counts) VALUES (?, ?, ?, (?, ?, ?, 0, ?, 0))"
                    + " USING TIMESTAMP ?",
                Instant.ofEpochMilli(RestatedHours.partition(Periods.dayOf(minute), epoch)),
                Instant.ofEpochMilli(minute),
                MinuteState.RESTATED_VALUE,
                after.clicks(),
                after.ads(),
                after.duplicates(),
                found,
                BatchMinutes.version(
                    minute,
                    MinuteState.RESTATED_VALUE,
                    new MinuteCounts(
                        after.clicks(), after.ads(), after.duplicates(), 0, found, 0)));
          }
        });
  }

  /**
   * The epochs of recomputes that were begun of late and did not come to their end, and how they
   * count.
   */
  Map<Integer, String> unfinished() {
    Instant oldest = Instant.now().minus(RESUMABLE);
    Map<Integer, String> epochs = new TreeMap<>();
    for (Row row : recomputes()) {
      @Nullable Instant begun = row.getInstant("begun");
      if (row.isNull("done") && begun != null && begun.isAfter(oldest)) {
        epochs.put(row.getInt("epoch"), Strings.nullToEmpty(row.getString("manner")));
      }
    }
    return epochs;
  }

  /**
   * Takes the next epoch for these hours; no other recompute gets it.
   *
   * @param manner how it counts
   */
  int begin(HourRange hours, String manner) {
    int epoch = recomputes().stream().mapToInt(row -> row.getInt("epoch")).max().orElse(0);
    while (epoch < RestatedHours.LAST_EPOCH) {
      epoch++;
      AsyncResultSet taken =
          execute(
              "INSERT INTO recomputes (store, epoch, hours_from, hours_to, begun, manner)"
                  + " VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS",
              StoreSchema.STREAM_PIPELINE,
              epoch,
              Instant.ofEpochMilli(hours.fromMillis()),
              Instant.ofEpochMilli(hours.toMillis()),
              Instant.now(),
              manner);
      if (taken.wasApplied()) {
        return epoch;
      }
    }
    throw new IllegalStateException(
        "there were " + RestatedHours.LAST_EPOCH + " recomputes: no more have room");
  }

  /**
   * Makes readers see these hours as they are restated under the epoch, all at once.
   *
   * @param buckets over which their clicks are spread; null if these were left out
   */
  void show(HourRange hours, int epoch, @Nullable ClickBuckets buckets) {
    BatchStatementBuilder rows = BatchStatement.builder(DefaultBatchType.UNLOGGED);
    for (long hour : hours.hours()) {
      rows.addStatement(
          SimpleStatement.newInstance(
              "INSERT INTO restated_hours (store, hour, epoch, day_buckets) VALUES (?, ?, ?, ?)"
                  + " USING TIMESTAMP ?",
              StoreSchema.STREAM_PIPELINE,
              Instant.ofEpochMilli(hour),
              epoch,
              buckets == null ? null : buckets.count(),
              Versions.of(hour, epoch, 0)));
    }
    // Whoever knows that any hour is restated looks every few seconds: if we end between these
    // steps, what is shown is seen nevertheless.
    stamp();
    BatchStatement all = rows.build();
    Retried.await(Retried.send(() -> session.cql().executeAsync(all)));
    stamp();
  }

  /** Readers see it, though the clock of who did it before was ahead of ours. */
  private void stamp() {
    Row before =
        execute(
                "SELECT writetime(restated) AS at FROM progress WHERE pipeline = ?",
                StoreSchema.STREAM_PIPELINE)
            .one();
    Instant now = Instant.now();
    long nowMicros = TimeUnit.MILLISECONDS.toMicros(now.toEpochMilli());
    long version =
        before == null || before.isNull("at")
            ? nowMicros
            : Math.max(nowMicros, before.getLong("at") + 1);
    execute(
        "UPDATE progress USING TIMESTAMP ? SET restated = ? WHERE pipeline = ?",
        version,
        now,
        StoreSchema.STREAM_PIPELINE);
  }

  /** Notes that nothing is left to do of these recomputes. */
  void done(Iterable<Integer> epochs) {
    for (int epoch : epochs) {
      execute(
          "UPDATE recomputes SET done = ? WHERE store = ? AND epoch = ?",
          Instant.now(),
          StoreSchema.STREAM_PIPELINE,
          epoch);
    }
  }

  private List<Row> recomputes() {
    return read(
        "SELECT epoch, begun, done, manner FROM recomputes WHERE store = ?",
        StoreSchema.STREAM_PIPELINE);
  }

  private List<Row> read(String statement, Object... values) {
    List<Row> rows = new ArrayList<>();
    @Nullable AsyncResultSet page = execute(statement, values);
    while (page != null) {
      page.currentPage().forEach(rows::add);
      page = page.hasMorePages() ? Retried.await(page.fetchNextPage()) : null;
    }
    return rows;
  }

  private AsyncResultSet execute(String statement, Object... values) {
    SimpleStatement bound = SimpleStatement.newInstance(statement, values);
    return Retried.await(Retried.send(() -> session.cql().executeAsync(bound)));
  }

  private static long millis(Row row, String column) {
    return Objects.requireNonNull(row.getInstant(column)).toEpochMilli();
  }

  @Override
  public void close() {
    session.close();
  }
}
