package org.adclicks.query;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.top.AdClicks;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.MinuteState;
import org.adclicks.v1.RankedAd;

/**
 * Sixty minutes of clicks as the pipeline stores them: few ads with many clicks and many with few,
 * more than a minute's list names.
 *
 * @param ads how many
 * @param clicks of each minute
 */
record FilledHour(long fromMillis, int ads, int clicks) {

  static final int CAPACITY = 1_000;
  private static final long SEED = 7;
  private static final int BATCH = 100;
  private static final int IN_FLIGHT = 64;
  private static final String[] COUNTRIES = {"US", "US", "US", "DE", "DE", "FR", "JP", "BR"};

  MinuteInterval interval() {
    return new MinuteInterval(fromMillis, fromMillis + Periods.HOUR_MILLIS);
  }

  /** Writes cells, lists and the rows of minutes; gives each ad's clicks of the hour. */
  Map<String, Long> write(CqlSession session) {
    double[] upTo = zipf();
    Random random = new Random(SEED);
    Map<String, Long> totals = new HashMap<>();
    Map<Integer, List<Cell>> byBucket = new HashMap<>();
    TestStore store = new TestStore(session, List.of());
    Map<String, Long> five = new HashMap<>();
    for (int number = 0; number < 60; number++) {
      long minute = fromMillis + number * Periods.MINUTE_MILLIS;
      Map<String, Map<String, Long>> ofMinute = new HashMap<>();
      for (int click = 0; click < clicks; click++) {
        String ad = "ad" + ad(upTo, random.nextDouble());
        String country = COUNTRIES[random.nextInt(COUNTRIES.length)];
        ofMinute.computeIfAbsent(ad, any -> new HashMap<>()).merge(country, 1L, Long::sum);
      }
      Map<String, Long> sums = new HashMap<>();
      ofMinute.forEach(
          (ad, countries) ->
              countries.forEach(
                  (country, count) -> {
                    byBucket
                        .computeIfAbsent(Buckets.of(ad), bucket -> new ArrayList<>())
                        .add(new Cell(ad, minute, country, count));
                    sums.merge(ad, count, Long::sum);
                    five.merge(ad, count, Long::sum);
                    totals.merge(ad, count, Long::sum);
                  }));
      writeBoard(session, minute, sums);
      if (number % 5 == 4) {
        writeFive(session, minute - 4 * Periods.MINUTE_MILLIS, five);
        five.clear();
      }
      store.minute(minute, MinuteState.CLOSED, clicks);
    }
    writeCells(session, byBucket);
    long end = fromMillis + Periods.HOUR_MILLIS;
    store.progress(end, fromMillis);
    store.counted(
        fromMillis,
        end,
        "1m/10s,5m/1m",
        Map.of(
            StoreSchema.KEPT_CELLS, Instant.ofEpochMilli(fromMillis),
            StoreSchema.KEPT_FIVE_MINUTES, Instant.ofEpochMilli(fromMillis)));
    return totals;
  }

  private double[] zipf() {
    double[] upTo = new double[ads];
    double sum = 0;
    for (int rank = 0; rank < ads; rank++) {
      sum += 1.0 / (rank + 1);
      upTo[rank] = sum;
    }
    return upTo;
  }

  private static int ad(double[] upTo, double chance) {
    int at = Arrays.binarySearch(upTo, chance * upTo[upTo.length - 1]);
    return at < 0 ? -at - 1 : at;
  }

  private static void writeFive(CqlSession session, long start, Map<String, Long> sums) {
    session.execute(
        "INSERT INTO leaderboards_by_five_minutes (scope, hour, start, board) VALUES (?, ?, ?, ?)",
        Scope.ALL_KEY,
        Instant.ofEpochMilli(Periods.hourOf(start)),
        Instant.ofEpochMilli(start),
        board(start, Periods.FIVE_MINUTES_MILLIS, 2 * CAPACITY, sums)
            .toByteString()
            .asReadOnlyByteBuffer());
  }

  private static Leaderboard board(long start, long length, int capacity, Map<String, Long> sums) {
    Leaderboard.Builder board =
        Leaderboard.newBuilder()
            .setScope(Scope.ALL_KEY)
            .setWindowStartMillis(start)
            .setWindowEndMillis(start + length)
            .setCapacity(capacity);
    AdClicks.top(capacity, sums)
        .forEach(
            ad -> board.addAds(RankedAd.newBuilder().setAdId(ad.adId()).setClicks(ad.clicks())));
    return board.build();
  }

  private static void writeBoard(CqlSession session, long minute, Map<String, Long> sums) {
    session.execute(
        "INSERT INTO leaderboards (scope, hour, minute, board) VALUES (?, ?, ?, ?)",
        Scope.ALL_KEY,
        Instant.ofEpochMilli(Periods.hourOf(minute)),
        Instant.ofEpochMilli(minute),
        board(minute, Periods.MINUTE_MILLIS, CAPACITY, sums).toByteString().asReadOnlyByteBuffer());
  }

  private static void writeCells(CqlSession session, Map<Integer, List<Cell>> byBucket) {
    PreparedStatement insert =
        session.prepare(
            "INSERT INTO cells (bucket, hour, ad_id, minute, country, clicks)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    Semaphore places = new Semaphore(IN_FLIGHT);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    byBucket.forEach(
        (bucket, cells) -> {
          for (int at = 0; at < cells.size(); at += BATCH) {
            BatchStatementBuilder batch = BatchStatement.builder(BatchType.UNLOGGED);
            for (Cell cell : cells.subList(at, Math.min(cells.size(), at + BATCH))) {
              batch.addStatement(
                  insert.bind(
                      bucket,
                      Instant.ofEpochMilli(Periods.hourOf(cell.minute)),
                      cell.ad,
                      Instant.ofEpochMilli(cell.minute),
                      cell.country,
                      cell.clicks));
            }
            places.acquireUninterruptibly();
            writes.add(
                session
                    .executeAsync(batch.build())
                    .whenComplete((done, problem) -> places.release())
                    .toCompletableFuture());
          }
        });
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
  }

  private record Cell(String ad, long minute, String country, long clicks) {}
}
