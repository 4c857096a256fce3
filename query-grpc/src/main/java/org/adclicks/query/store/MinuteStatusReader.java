package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.TupleValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.Progress;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.question.Question;
import org.adclicks.query.question.Standing;
import org.adclicks.v1.Minute;

/**
 * What the store knows of minutes: how far it is complete, and their counters.
 *
 * <p>Errors: the driver's.
 */
public final class MinuteStatusReader {

  private final CqlSession session;
  private final ConcurrentReads fanout;
  private final PreparedStatement progress;
  private final PreparedStatement minutes;

  MinuteStatusReader(CqlSession session, ConcurrentReads fanout) {
    this.session = session;
    this.fanout = fanout;
    progress =
        session.prepare(
            "SELECT as_of, final_through, rolled_up_through, restated FROM progress"
                + " WHERE pipeline = ?");
    minutes =
        session.prepare(
            "SELECT minute, counts FROM minutes WHERE day = ? AND minute >= ? AND minute < ?");
  }

  public Progress progress() {
    Question question = Question.current();
    Row row =
        question.await(question.read(session, progress.bind(StoreSchema.STREAM_PIPELINE))).one();
    // Others write into the same row; theirs may be there first, or not yet.
    return row == null || row.isNull("as_of")
        ? Progress.NONE
        : new Progress(
            Rows.millis(row, "as_of"),
            Rows.millis(row, "final_through"),
            Rows.millis(row, "rolled_up_through"),
            Rows.millis(row, "restated"));
  }

  /** The minutes of the interval something is known of, oldest first. */
  public List<Minute> minutes(MinuteInterval interval, Standing standing, RestatedHours restated) {
    Map<Long, Counts> streamed = new ConcurrentHashMap<>();
    Map<Long, Counts> recounted = new ConcurrentHashMap<>();
    Question question = Question.current();
    fanout.forEach(
        partitions(interval, restated),
        partition ->
            question
                .read(
                    session,
                    minutes.bind(
                        Instant.ofEpochMilli(partition),
                        Instant.ofEpochMilli(interval.fromMillis()),
                        Instant.ofEpochMilli(interval.toMillis())))
                .thenCompose(
                    page ->
                        question.forEachRow(
                            page,
                            row -> {
                              long minute = Rows.millis(row, "minute");
                              if (partition == Periods.dayOf(minute)) {
                                streamed.put(minute, Counts.of(row));
                              } else if (partition == partition(minute, restated)) {
                                recounted.put(minute, Counts.of(row));
                              }
                            })));
    Set<Long> known = new TreeSet<>(streamed.keySet());
    known.addAll(recounted.keySet());
    List<Minute> ordered = new ArrayList<>();
    for (long minute : known) {
      boolean isRestated = restated.touch(minute, minute + Periods.MINUTE_MILLIS);
      Counts counts = streamed.getOrDefault(minute, Counts.NONE);
      ordered.add(
          (isRestated ? counts.recounted(recounted.getOrDefault(minute, Counts.NONE)) : counts)
              .toProto()
              .setMinute(ProtoTime.of(minute))
              .setState(standing.state(minute, minute + Periods.MINUTE_MILLIS))
              .setRestated(isRestated)
              .build());
    }
    return ordered;
  }

  /** Where rows of the interval's minutes are: each day's own, and those of its restated hours. */
  private static Set<Long> partitions(MinuteInterval interval, RestatedHours restated) {
    Set<Long> partitions = new TreeSet<>();
    for (long day = Periods.dayOf(interval.fromMillis());
        day < interval.toMillis();
        day += Periods.DAY_MILLIS) {
      partitions.add(day);
    }
    for (long hour : restated.hoursOf(interval.fromMillis(), interval.toMillis())) {
      partitions.add(partition(hour, restated));
    }
    return partitions;
  }

  /** Where the minute's clicks are told; one of a former recompute may have its row elsewhere. */
  private static long partition(long minute, RestatedHours restated) {
    return RestatedHours.partition(Periods.dayOf(minute), restated.epochOf(Periods.hourOf(minute)));
  }

  private record Counts(
      long clicks, long ads, long duplicates, long late, long tooLate, long rejected) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    static Counts of(Row row) {
      TupleValue counts = Objects.requireNonNull(row.getTupleValue("counts"), "counts");
      return new Counts(
          counts.getLong(0),
          counts.getLong(1),
          counts.getLong(2),
          counts.getLong(3),
          counts.getLong(4),
          counts.getLong(5));
    }

    /**
     * What had come too late when they were recounted is in them, what has come since is not; what
     * else went wrong with some only the stream saw.
     */
    Counts recounted(Counts anew) {
      long since = Math.max(0, tooLate - anew.tooLate);
      return new Counts(anew.clicks, anew.ads, duplicates, late, since, rejected);
    }

    Minute.Builder toProto() {
      return Minute.newBuilder()
          .setClicks(clicks)
          .setAds(ads)
          .setDuplicates(duplicates)
          .setLate(late)
          .setTooLate(tooLate)
          .setRejected(rejected);
    }
  }
}
