package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.Progress;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.question.Question;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteState;

/**
 * What the store knows of minutes: how far it is complete, their counters, which were restated.
 *
 * <p>State: for a while, which minutes of a FINAL day were restated. Errors: the driver's.
 */
public final class MinuteStatusReader {

  /** How long a restatement may go unnoticed on a day that was FINAL already. */
  private static final Duration RESTATED_CACHED = Duration.ofSeconds(10);

  private static final int CACHED_DAYS = 2_000;

  private final CqlSession session;
  private final ConcurrentReads fanout;
  private final PreparedStatement progress;
  private final PreparedStatement minutes;
  private final PreparedStatement restated;
  private final Cache<Long, Set<Long>> restatedOfFinalDays =
      Caffeine.newBuilder().maximumSize(CACHED_DAYS).expireAfterWrite(RESTATED_CACHED).build();

  MinuteStatusReader(CqlSession session, ConcurrentReads fanout) {
    this.session = session;
    this.fanout = fanout;
    progress =
        session.prepare(
            "SELECT as_of, final_through, rolled_up_through FROM progress WHERE pipeline = ?");
    minutes =
        session.prepare(
            "SELECT minute, state, counts FROM minutes WHERE day = ? AND minute >= ? AND minute < ?");
    restated =
        session.prepare(
            "SELECT minute FROM minutes WHERE day = ? AND state = "
                + MinuteState.RESTATED_VALUE
                + " ALLOW FILTERING");
  }

  public Progress progress() {
    Question question = Question.current();
    Row row =
        question.await(question.read(session, progress.bind(StoreSchema.STREAM_PIPELINE))).one();
    // The row of the roll-ups' progress is the same; it may be there first, or not yet.
    return row == null || row.isNull("as_of")
        ? Progress.NONE
        : new Progress(
            Rows.millis(row, "as_of"),
            Rows.millis(row, "final_through"),
            Rows.millis(row, "rolled_up_through"));
  }

  /** How many days {@link #anyRestated} would have to read. */
  public long daysToRead(MinuteInterval interval) {
    return days(interval).stream()
        .filter(day -> restatedOfFinalDays.getIfPresent(day) == null)
        .count();
  }

  /** Whether any of an interval's minutes was recomputed. */
  public boolean anyRestated(MinuteInterval interval, Progress progress) {
    Map<Long, Set<Long>> byDay = new ConcurrentHashMap<>();
    List<Long> unread = new ArrayList<>();
    for (long day : days(interval)) {
      Set<Long> cached = restatedOfFinalDays.getIfPresent(day);
      if (cached == null) {
        unread.add(day);
      } else {
        byDay.put(day, cached);
      }
    }
    Question question = Question.current();
    fanout.forEach(
        unread,
        day -> {
          Set<Long> found = ConcurrentHashMap.newKeySet();
          byDay.put(day, found);
          return question
              .read(session, restated.bind(Instant.ofEpochMilli(day)))
              .thenCompose(
                  page -> question.forEachRow(page, row -> found.add(Rows.millis(row, "minute"))));
        });
    for (long day : unread) {
      if (day + Periods.DAY_MILLIS <= progress.finalThroughMillis()) {
        restatedOfFinalDays.put(day, byDay.getOrDefault(day, Set.of()));
      }
    }
    return byDay.values().stream()
        .flatMap(Set::stream)
        .anyMatch(minute -> touches(interval, minute));
  }

  private static boolean touches(MinuteInterval interval, long minute) {
    return minute < interval.toMillis() && minute + Periods.MINUTE_MILLIS > interval.fromMillis();
  }

  /** The minutes of the interval something is known of, oldest first. */
  public List<Minute> minutes(MinuteInterval interval, Progress progress) {
    ConcurrentLinkedQueue<Minute> found = new ConcurrentLinkedQueue<>();
    Question question = Question.current();
    fanout.forEach(
        days(interval),
        day ->
            question
                .read(
                    session,
                    minutes.bind(
                        Instant.ofEpochMilli(day),
                        Instant.ofEpochMilli(interval.fromMillis()),
                        Instant.ofEpochMilli(interval.toMillis())))
                .thenCompose(
                    page -> question.forEachRow(page, row -> found.add(minute(row, progress)))));
    List<Minute> ordered = new ArrayList<>(found);
    ordered.sort(Comparator.comparingLong(minute -> minute.getMinute().getSeconds()));
    return ordered;
  }

  private static Minute minute(Row row, Progress progress) {
    long millis = Rows.millis(row, "minute");
    TupleValue counts = Objects.requireNonNull(row.getTupleValue("counts"), "counts");
    return Minute.newBuilder()
        .setMinute(ProtoTime.of(millis))
        .setState(progress.stateUpTo(millis + Periods.MINUTE_MILLIS))
        .setRestated(row.getInt("state") == MinuteState.RESTATED_VALUE)
        .setClicks(counts.getLong(0))
        .setAds(counts.getLong(1))
        .setDuplicates(counts.getLong(2))
        .setLate(counts.getLong(3))
        .setTooLate(counts.getLong(4))
        .setRejected(counts.getLong(5))
        .build();
  }

  private static List<Long> days(MinuteInterval interval) {
    List<Long> days = new ArrayList<>();
    for (long day = Periods.dayOf(interval.fromMillis());
        day < interval.toMillis();
        day += Periods.DAY_MILLIS) {
      days.add(day);
    }
    return days;
  }
}
