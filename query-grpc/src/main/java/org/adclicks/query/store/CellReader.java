package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.google.common.collect.Lists;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.Question;
import org.adclicks.query.top.AdClicks;
import org.adclicks.query.top.LookUp;

/**
 * Sums of cells and their roll-ups. Every sum is made by Cassandra, within one partition.
 *
 * <p>Units: clicks; milliseconds since 1970. Errors: the driver's.
 */
public final class CellReader {

  /** Whole buckets read side by side: each is a partition of up to some 17 MB. */
  private static final int SCANS_AT_A_TIME = 8;

  /** So that the ads of one read, of up to 256 bytes each, are no large request. */
  private static final int ADS_PER_READ = 200;

  private final CqlSession session;
  private final ConcurrentReads fanout;
  private final ConcurrentReads scans;
  private final Map<RangePlan.Grain, Statements> statements = new EnumMap<>(RangePlan.Grain.class);
  private final ScopedStatement perMinute;

  CellReader(CqlSession session, ConcurrentReads fanout) {
    this.session = session;
    this.fanout = fanout;
    this.scans = fanout.withPerQuestion(SCANS_AT_A_TIME);
    statements.put(RangePlan.Grain.MINUTES, prepare("cells", "hour", "minute"));
    statements.put(RangePlan.Grain.HOURS, prepare("cells_by_hour", "day", "hour"));
    statements.put(RangePlan.Grain.DAYS, prepare("cells_by_day", "month", "day"));
    String minutes =
        "SELECT minute, SUM(clicks) AS clicks FROM cells WHERE bucket = :bucket AND hour = :period"
            + " AND ad_id = :ad_id AND minute >= :from_time AND minute < :to_time";
    perMinute = ScopedStatement.ofKeys(session, minutes, " GROUP BY ad_id, minute");
  }

  private Statements prepare(String table, String partition, String time) {
    String where =
        " FROM "
            + table
            + " WHERE bucket = :bucket AND "
            + partition
            + (" = :period AND " + time)
            + (" >= :from_time AND " + time + " < :to_time");
    String sum = "SELECT SUM(clicks) AS clicks" + where + " AND ad_id = :ad_id";
    String scan = "SELECT ad_id, SUM(clicks) AS clicks" + where;
    String sums = scan + " AND ad_id IN :ad_ids";
    return new Statements(
        ScopedStatement.ofKeys(session, sum, ""),
        ScopedStatement.ofKeys(session, sums, " GROUP BY ad_id"),
        ScopedStatement.ofAllRows(session, scan, " GROUP BY ad_id"));
  }

  /** An ad's clicks, 0 if it has none. */
  public long clicks(String adId, Scope scope, List<RangePlan.Piece> pieces) {
    LongAdder total = new LongAdder();
    Question question = Question.current();
    fanout.forEach(pieces, piece -> sum(question, adId, scope, piece, total));
    return total.sum();
  }

  /** The clicks of each ad that has any: one read for many ads of one partition. */
  public Map<String, Long> clicks(List<LookUp> lookUps, Scope scope, RestatedHours restated) {
    List<AdsOfPiece> reads = new ArrayList<>();
    for (LookUp lookUp : lookUps) {
      Map<Integer, List<String>> byBucket =
          lookUp.adIds().stream().collect(Collectors.groupingBy(Buckets::of));
      for (RangePlan.Piece piece : RangePlan.ofMinutes(lookUp.interval(), restated)) {
        byBucket.forEach(
            (bucket, ads) ->
                Lists.partition(ads, ADS_PER_READ)
                    .forEach(some -> reads.add(new AdsOfPiece(bucket, some, piece))));
      }
    }
    Map<String, Long> clicks = new ConcurrentHashMap<>();
    Question question = Question.current();
    fanout.forEach(
        reads,
        read ->
            question
                .read(session, bindMany(read, scope))
                .thenCompose(
                    page ->
                        question.forEachRow(
                            page,
                            row ->
                                clicks.merge(
                                    Rows.text(row, "ad_id"), row.getLong("clicks"), Long::sum))));
    return clicks;
  }

  private BoundStatement bindMany(AdsOfPiece read, Scope scope) {
    return bind(statementsOf(read.piece).sums, read.bucket, scope, read.piece)
        .setList("ad_ids", read.adIds, String.class)
        .build();
  }

  private CompletionStage<Void> sum(
      Question question, String adId, Scope scope, RangePlan.Piece piece, LongAdder total) {
    BoundStatement bound =
        bind(statementsOf(piece).sum, Buckets.of(adId), scope, piece)
            .setString("ad_id", adId)
            .build();
    return question
        .read(session, bound)
        .thenCompose(page -> question.forEachRow(page, row -> total.add(row.getLong("clicks"))));
  }

  /** An ad's clicks by minute, without those minutes that have none. */
  public Map<Long, Long> clicksPerMinute(
      String adId, Scope scope, MinuteInterval interval, RestatedHours restated) {
    Map<Long, Long> clicks = new ConcurrentHashMap<>();
    Question question = Question.current();
    fanout.forEach(
        RangePlan.ofMinutes(interval, restated),
        piece ->
            question
                .read(
                    session,
                    bind(perMinute, Buckets.of(adId), scope, piece)
                        .setString("ad_id", adId)
                        .build())
                .thenCompose(
                    page ->
                        question.forEachRow(
                            page,
                            row -> clicks.put(Rows.millis(row, "minute"), row.getLong("clicks")))));
    return clicks;
  }

  /**
   * The first {@code count} ads by reading every cell: the answer of last resort, always exact.
   *
   * @param besides clicks of ads that are in no cell
   */
  public List<AdClicks> topByScan(
      int count, Scope scope, List<RangePlan.Piece> pieces, Map<String, Long> besides) {
    Map<Integer, Map<String, Long>> besidesByBucket = new HashMap<>();
    besides.forEach(
        (adId, clicks) ->
            besidesByBucket
                .computeIfAbsent(Buckets.of(adId), any -> new HashMap<>())
                .put(adId, clicks));
    AdClicks.Selection best = new AdClicks.Selection(count);
    Question question = Question.current();
    scans.forEach(
        IntStream.range(0, Buckets.COUNT).boxed().toList(),
        bucket -> {
          Map<String, Long> totals =
              new ConcurrentHashMap<>(besidesByBucket.getOrDefault(bucket, Map.of()));
          CompletionStage<Void> read = CompletableFuture.completedFuture(null);
          for (RangePlan.Piece piece : pieces) {
            read = read.thenCompose(before -> scan(question, bucket, scope, piece, totals));
          }
          return read.thenAccept(
              done -> {
                synchronized (best) {
                  totals.forEach(best::offer);
                }
              });
        });
    synchronized (best) {
      return best.ranked();
    }
  }

  private CompletionStage<Void> scan(
      Question question, int bucket, Scope scope, RangePlan.Piece piece, Map<String, Long> totals) {
    return question
        .read(session, bind(statementsOf(piece).scan, bucket, scope, piece).build())
        .thenCompose(
            page ->
                question.forEachRow(
                    page,
                    row ->
                        totals.merge(Rows.text(row, "ad_id"), row.getLong("clicks"), Long::sum)));
  }

  private Statements statementsOf(RangePlan.Piece piece) {
    return Objects.requireNonNull(statements.get(piece.grain()));
  }

  private static BoundStatementBuilder bind(
      ScopedStatement statement, int bucket, Scope scope, RangePlan.Piece piece) {
    return statement
        .bind(scope)
        .setInt("bucket", bucket)
        .setInstant("period", Instant.ofEpochMilli(piece.partitionMillis()))
        .setInstant("from_time", Instant.ofEpochMilli(piece.fromMillis()))
        .setInstant("to_time", Instant.ofEpochMilli(piece.toMillis()));
  }

  private record AdsOfPiece(int bucket, List<String> adIds, RangePlan.Piece piece) {}

  private record Statements(ScopedStatement sum, ScopedStatement sums, ScopedStatement scan) {}
}
