package org.adclicks.benchmarks.corrections;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.google.common.collect.Iterables;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.kept.ReadRows;
import org.adclicks.localstack.Endpoints;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.MinuteState;

/**
 * One row in a hundred is made wrong, in eight ways, all of it of one minute in ten, so that there
 * are minutes to be left alone.
 *
 * <p>Mutable, not thread-safe; the same for the same seed and rows.
 */
final class Damages {

  /** Of a table's rows. */
  private static final double SHARE = 0.01;

  private static final double SHARE_OF_MINUTES = 0.1;
  private static final int AT_ONCE = 200;
  private static final int WAYS = 8;

  /** Ahead of every version a row may have: a FINAL minute's is some days ahead of the minute. */
  private static final Duration AHEAD = Duration.ofDays(10);

  private final ReadRows rows;
  private final CqlSession session;
  private final Random random;
  private final long afterAll =
      TimeUnit.MILLISECONDS.toMicros(Instant.now().plus(AHEAD).toEpochMilli());
  private final Set<Long> minutes = new HashSet<>();
  private final Map<String, Long> done = new TreeMap<>();
  private final Set<Place> places = new TreeSet<>();
  private final List<CompletionStage<AsyncResultSet>> running = new ArrayList<>();

  private Damages(ReadRows rows, long seed) {
    this.rows = rows;
    this.session = rows.session();
    this.random = new Random(seed);
  }

  /** Does it. */
  static Damages of(ReadRows rows, long seed) {
    Damages damages = new Damages(rows, seed);
    damages.chooseMinutes();
    damages.cells();
    damages.lists();
    damages.states();
    damages.rollUps();
    damages.index();
    damages.awaitAll();
    if (damages.done.size() < WAYS) {
      throw new BenchmarkFailure(
          "too few rows to damage: of " + WAYS + " ways only " + damages.done.keySet());
    }
    return damages;
  }

  /** By way, how many rows. */
  Map<String, Long> done() {
    return Collections.unmodifiableMap(done);
  }

  /** What has to be named. */
  Set<Place> places() {
    return Collections.unmodifiableSet(places);
  }

  private void chooseMinutes() {
    List<Long> all = new ArrayList<>();
    rows.forEach(StoreTable.MINUTES, values -> all.add((Long) values.get(1)));
    Collections.sort(all);
    Collections.shuffle(all, random);
    minutes.addAll(all.subList(0, (int) Math.ceil(all.size() * SHARE_OF_MINUTES)));
  }

  private boolean hits(long minute) {
    return minutes.contains(minute) && random.nextDouble() < SHARE / SHARE_OF_MINUTES;
  }

  private void cells() {
    rows.forEach(
        StoreTable.CELLS,
        values -> {
          if (hits((Long) values.get(3))) {
            List<Object> key = values.subList(0, 5);
            long clicks = (Long) values.get(5);
            switch (random.nextInt(3)) {
              case 0 -> update("lowered", StoreTable.CELLS, clicks - 1, key);
              case 1 -> update("raised", StoreTable.CELLS, clicks + 1, key);
              default -> delete("deleted", StoreTable.CELLS, key);
            }
          }
        });
  }

  private void lists() {
    rows.forEach(
        StoreTable.LEADERBOARDS,
        values -> {
          if (hits((Long) values.get(2))) {
            Leaderboard list = list((ByteString) values.get(3));
            boolean shortens = random.nextBoolean();
            Leaderboard wrong =
                shortens
                    ? list.toBuilder().removeAds(list.getAdsCount() - 1).build()
                    : list.toBuilder().addAds(list.getAds(0)).build();
            update(
                shortens ? "list shortened" : "ad doubled",
                StoreTable.LEADERBOARDS,
                wrong.toByteString().asReadOnlyByteBuffer(),
                values.subList(0, 3));
          }
        });
  }

  private void states() {
    List<List<Object>> chosen = new ArrayList<>();
    rows.forEach(
        StoreTable.MINUTES,
        values -> {
          if (minutes.contains((Long) values.get(1))) {
            chosen.add(values);
          }
        });
    int count = Math.max(1, (int) Math.round(chosen.size() * SHARE / SHARE_OF_MINUTES));
    for (List<Object> values : chosen.subList(0, count)) {
      note("minute state wrong", StoreTable.MINUTES, (Long) values.get(1));
      execute(
          "UPDATE %s SET state = ? WHERE day = ? AND minute = ?",
          StoreTable.MINUTES,
          MinuteState.CLOSED_VALUE,
          Instant.ofEpochMilli((Long) values.get(0)),
          Instant.ofEpochMilli((Long) values.get(1)));
    }
  }

  private void rollUps() {
    rows.forEach(
        StoreTable.CELLS_BY_HOUR,
        values -> {
          if (random.nextDouble() < SHARE) {
            update(
                "roll-up wrong",
                StoreTable.CELLS_BY_HOUR,
                (Long) values.get(5) + 1,
                values.subList(0, 5));
          }
        });
  }

  /** Some clicks' minute is taken out of a block, which then is a block of the others. */
  private void index() {
    rows.forEach(
        StoreTable.CLICK_HOURS,
        values -> {
          if (random.nextDouble() < SHARE) {
            List<IndexedClick> clicks = new ArrayList<>();
            ClickBlock.forEach(
                ((ByteString) values.get(5)).asReadOnlyByteBuffer(),
                ((ByteString) values.get(6)).asReadOnlyByteBuffer(),
                clicks::add);
            long minute = Periods.minuteOf(clicks.get(0).clickTimestampMillis());
            clicks.removeIf(click -> Periods.minuteOf(click.clickTimestampMillis()) == minute);
            note("index entry missing", StoreTable.CLICK_HOURS, minute);
            execute(
                "DELETE FROM %s WHERE side = ? AND bucket = ? AND day = ? AND chunk = ?"
                    + " AND earliest = ? AND part = ?",
                StoreTable.CLICK_HOURS, cql(values.subList(0, 6)).toArray());
            for (ClickBlock block : ClickBlock.cut(clicks)) {
              List<Object> key = new ArrayList<>(cql(values.subList(0, 4)));
              key.add(Instant.ofEpochMilli(block.earliestMillis()));
              key.add(block.name().asReadOnlyByteBuffer());
              key.add(block.bytes().asReadOnlyByteBuffer());
              execute(
                  "INSERT INTO %s (side, bucket, day, chunk, earliest, part, block)"
                      + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                  StoreTable.CLICK_HOURS, key.toArray());
            }
          }
        });
  }

  private void update(String way, StoreTable table, Object value, List<Object> key) {
    note(way, table, table.startOf(withValue(key)));
    String last = Iterables.getLast(List.of(table.columnNames()));
    List<Object> values = new ArrayList<>(List.of(value));
    values.addAll(cql(key));
    execute("UPDATE %s SET " + last + " = ? WHERE " + where(table, key), table, values.toArray());
  }

  private void delete(String way, StoreTable table, List<Object> key) {
    note(way, table, table.startOf(withValue(key)));
    execute("DELETE FROM %s WHERE " + where(table, key), table, cql(key).toArray());
  }

  private static List<Object> withValue(List<Object> key) {
    List<Object> values = new ArrayList<>(key);
    values.add("");
    return values;
  }

  private static String where(StoreTable table, List<Object> key) {
    List<String> names = List.of(table.columnNames()).subList(0, key.size());
    return String.join(" = ? AND ", names) + " = ?";
  }

  /** As the driver has them: every long number of a key is a time. */
  private static List<Object> cql(List<Object> key) {
    List<Object> values = new ArrayList<>();
    for (Object value : key) {
      if (value instanceof Long millis) {
        values.add(Instant.ofEpochMilli(millis));
      } else if (value instanceof ByteString bytes) {
        values.add(bytes.asReadOnlyByteBuffer());
      } else {
        values.add(value);
      }
    }
    return values;
  }

  private void note(String way, StoreTable table, long millis) {
    done.merge(way, 1L, Long::sum);
    places.add(new Place(table.cqlName(), Instant.ofEpochMilli(millis)));
  }

  private void execute(String statement, StoreTable table, Object... values) {
    running.add(
        session.executeAsync(
            SimpleStatement.newInstance(
                    statement.formatted(Endpoints.KEYSPACE + "." + table.cqlName()), values)
                .setQueryTimestamp(afterAll)));
    if (running.size() >= AT_ONCE) {
      awaitAll();
    }
  }

  private void awaitAll() {
    for (CompletionStage<AsyncResultSet> each : running) {
      try {
        each.toCompletableFuture().get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BenchmarkFailure("interrupted", e);
      } catch (ExecutionException e) {
        throw new BenchmarkFailure("the store takes no damage: " + e.getCause(), e);
      }
    }
    running.clear();
  }

  private static Leaderboard list(ByteString bytes) {
    try {
      return Leaderboard.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new BenchmarkFailure("a list that is none", e);
    }
  }
}
