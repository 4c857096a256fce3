package org.adclicks.benchmarks.system;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.StoreSchema;

/**
 * Thirty days of some users' clicks, as an earlier pipeline would have left them in the store: one
 * click an hour each, in blocks full of others' clicks of the same bucket.
 *
 * @param users how many; {@code month-user-0} and so on, all of one ad
 * @param to the first millisecond behind the days
 */
record MonthOfClicks(int users, Instant to) {

  static final String AD = "ad-of-the-month";
  static final int HOURS = 30 * 24;

  private static final String USER = "month-user-";

  /** Of a bucket's chunk in an hour: 5,000 clicks a second over 2,048 buckets of 16 chunks. */
  private static final int CLICKS_OF_CHUNK = 550;

  private static final byte[] COUNTRY = "US".getBytes(StandardCharsets.UTF_8);
  private static final byte[] IP = "10.11.12.13".getBytes(StandardCharsets.UTF_8);

  /** The days that end with the hour before the last whole one. */
  static MonthOfClicks endingNow(int users) {
    return new MonthOfClicks(
        users, Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS));
  }

  Instant from() {
    return to.minus(Duration.ofHours(HOURS));
  }

  String user(int number) {
    return USER + number;
  }

  /** Writes them, and that they are all there. */
  void writeTo(CqlSession session, ClickBuckets buckets) {
    PreparedStatement insert =
        session.prepare(
            "INSERT INTO click_hours (side, bucket, day, chunk, earliest, part, block)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (int i = 0; i < users; i++) {
      int hash = Buckets.hash(user(i));
      for (Instant hour = from(); hour.isBefore(to); hour = hour.plus(1, ChronoUnit.HOURS)) {
        List<CompletionStage<AsyncResultSet>> writes = new ArrayList<>();
        for (ClickBlock block : ClickBlock.cut(chunk(user(i), hour.toEpochMilli()))) {
          writes.add(
              session.executeAsync(
                  insert.bind(
                      ClickSide.USER.cqlName(),
                      buckets.bucketOf(hash),
                      hour.truncatedTo(ChronoUnit.DAYS),
                      ClickBuckets.chunkOf(hash),
                      Instant.ofEpochMilli(block.earliestMillis()),
                      block.name().asReadOnlyByteBuffer(),
                      block.bytes().asReadOnlyByteBuffer())));
        }
        writes.forEach(write -> write.toCompletableFuture().join());
      }
    }
    session.execute(
        "INSERT INTO counted_spans (store, counted_from, counted_through, windows, windows_from,"
            + " kept_from, periods_through) VALUES (?, ?, ?, '', ?, ?, ?)",
        StoreSchema.STREAM_PIPELINE,
        from(),
        to,
        from(),
        Map.of(buckets.keptName(), from()),
        Map.of(buckets.keptName(), to));
  }

  /** One of this user's, among those of others. */
  private static List<IndexedClick> chunk(String user, long hourMillis) {
    List<IndexedClick> clicks = new ArrayList<>();
    long apart = Duration.ofHours(1).toMillis() / CLICKS_OF_CHUNK;
    for (int i = 0; i < CLICKS_OF_CHUNK; i++) {
      String who = i == 0 ? user : "user-" + (i * 1_009L + hourMillis % 997);
      String ad = i == 0 ? AD : "ad-" + i * 37;
      clicks.add(
          IndexedClick.byFields(
              who.getBytes(StandardCharsets.UTF_8),
              hourMillis + i * apart,
              ad.getBytes(StandardCharsets.UTF_8),
              IP,
              COUNTRY));
    }
    return clicks;
  }
}
