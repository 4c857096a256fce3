package org.adclicks.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.common.collect.Lists;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.top.AdClicks;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.MinuteState;
import org.adclicks.v1.RankedAd;

/** Fills the store's tables from clicks, and answers the same questions by counting those. */
public final class TestStore {

  static final ClickBuckets CLICK_BUCKETS = new ClickBuckets(4);

  /** Every so many clicks one came after the end of its minute. */
  private static final int LATE_EVERY = 5;

  private final CqlSession session;
  private final Collection<TestClick> clicks;
  private final RestatedHours restated;
  private final Map<String, Instant> periods = new HashMap<>();
  private int clicksOfBlock = ClickBlock.MOST_CLICKS;

  public TestStore(CqlSession session, Collection<TestClick> clicks) {
    this(session, clicks, RestatedHours.NONE);
  }

  private TestStore(CqlSession session, Collection<TestClick> clicks, RestatedHours restated) {
    this.session = session;
    this.clicks = clicks;
    this.restated = restated;
  }

  /**
   * Writes as a recompute of these hours: their clicks alone, and where readers find them once they
   * are {@link #show shown}. Answers by all clicks.
   */
  TestStore recomputing(RestatedHours hours) {
    return new TestStore(session, clicks, hours);
  }

  private List<TestClick> toWrite() {
    return clicks.stream().filter(click -> isWritten(click.millis())).toList();
  }

  private boolean isWritten(long millis) {
    return restated == RestatedHours.NONE || epoch(millis) != RestatedHours.STREAM_EPOCH;
  }

  private int epoch(long millis) {
    return restated.epochOf(Periods.hourOf(millis));
  }

  private Instant hour(long millis) {
    return Instant.ofEpochMilli(restated.partitionOf(Periods.hourOf(millis)));
  }

  private Instant day(long millis) {
    return Instant.ofEpochMilli(RestatedHours.partition(Periods.dayOf(millis), epoch(millis)));
  }

  private ClickBuckets buckets(long millis) {
    return restated.bucketsOf(Periods.hourOf(millis)).orElse(CLICK_BUCKETS);
  }

  /** Makes readers see the recomputed hours, all at once. */
  void show(Instant at) {
    for (long hour : restated.hoursOf(0, Long.MAX_VALUE)) {
      session.execute(
          "INSERT INTO restated_hours (store, hour, epoch, day_buckets) VALUES (?, ?, ?, ?)",
          StoreSchema.STREAM_PIPELINE,
          Instant.ofEpochMilli(hour),
          epoch(hour),
          buckets(hour).count());
    }
    session.execute(
        "UPDATE progress SET restated = ? WHERE pipeline = ?", at, StoreSchema.STREAM_PIPELINE);
  }

  public void progress(long asOfMillis, long finalThroughMillis) {
    session.execute(
        "INSERT INTO progress (pipeline, as_of, final_through) VALUES (?, ?, ?)",
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(asOfMillis),
        Instant.ofEpochMilli(finalThroughMillis));
  }

  /**
   * Says that a stretch was counted, by a pipeline that keeps lists of these windows and all else.
   */
  public void counted(long fromMillis, long throughMillis, String windows) {
    Instant from = Instant.ofEpochMilli(fromMillis);
    counted(
        fromMillis,
        throughMillis,
        windows,
        Map.of(
            StoreSchema.KEPT_CELLS,
            from,
            StoreSchema.KEPT_ROLL_UPS,
            from,
            StoreSchema.KEPT_FIVE_MINUTES,
            from,
            CLICK_BUCKETS.keptName(),
            from));
  }

  /** Says likewise what that pipeline writes, and since when. */
  public void counted(
      long fromMillis, long throughMillis, String windows, Map<String, Instant> kept) {
    counted(fromMillis, throughMillis, windows, kept, periods);
  }

  /** Says likewise through when the periods of each are written. */
  void counted(
      long fromMillis,
      long throughMillis,
      String windows,
      Map<String, Instant> kept,
      Map<String, Instant> periodsThrough) {
    session.execute(
        "INSERT INTO counted_spans"
            + " (store, counted_from, counted_through, windows, windows_from, kept_from,"
            + " periods_through) VALUES (?, ?, ?, ?, ?, ?, ?)",
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(fromMillis),
        Instant.ofEpochMilli(throughMillis),
        windows,
        Instant.ofEpochMilli(fromMillis),
        kept,
        periodsThrough);
  }

  /** Says of a stretch through when it is FINAL. */
  void finalThrough(long fromMillis, long throughMillis) {
    session.execute(
        "INSERT INTO counted_spans (store, counted_from, final_through) VALUES (?, ?, ?)",
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(fromMillis),
        Instant.ofEpochMilli(throughMillis));
  }

  /** Says it of all stretches there are, and of those to come. */
  private void periodsThrough(String name, long millis) {
    periods.put(name, Instant.ofEpochMilli(millis));
    for (Row row : session.execute("SELECT counted_from FROM counted_spans")) {
      session.execute(
          "UPDATE counted_spans SET periods_through = ? WHERE store = ? AND counted_from = ?",
          periods,
          StoreSchema.STREAM_PIPELINE,
          row.getInstant("counted_from"));
    }
  }

  /** Says when the rows of an hour were first written. */
  void written(long hourMillis, Instant at) {
    session.execute(
        "INSERT INTO counted_hours (month, hour, written) VALUES (?, ?, ?)",
        Instant.ofEpochMilli(Periods.monthOf(hourMillis)),
        Instant.ofEpochMilli(hourMillis),
        at);
  }

  void rolledUp(long throughMillis) {
    periodsThrough(StoreSchema.KEPT_ROLL_UPS, throughMillis);
  }

  /** Of 2 ads; with 3 duplicates, 4 late, 5 too late and 6 rejected. */
  void minute(long minuteMillis, MinuteState state, long counted) {
    minute(minuteMillis, state, counted, 2, 3, 4, 5, 6);
  }

  void minute(
      long minuteMillis,
      MinuteState state,
      long counted,
      long ads,
      long duplicates,
      long late,
      long tooLate,
      long rejected) {
    session.execute(
        "INSERT INTO minutes (day, minute, state, counts) VALUES (?, ?, ?, (?, ?, ?, ?, ?, ?))",
        day(minuteMillis),
        Instant.ofEpochMilli(minuteMillis),
        state.getNumber(),
        counted,
        ads,
        duplicates,
        late,
        tooLate,
        rejected);
  }

  /** A row for every minute with clicks. */
  void minutes() {
    toWrite().stream()
        .collect(
            Collectors.groupingBy(click -> Periods.minuteOf(click.millis()), Collectors.counting()))
        .forEach((minute, counted) -> minute(minute, MinuteState.CLOSED, counted));
  }

  public void cells() {
    record Cell(String adId, long minute, String country) {}
    Map<Cell, Long> cells =
        toWrite().stream()
            .collect(
                Collectors.groupingBy(
                    click ->
                        new Cell(click.adId(), Periods.minuteOf(click.millis()), click.country()),
                    Collectors.counting()));
    cells.forEach(
        (cell, count) ->
            session.execute(
                "INSERT INTO cells (bucket, hour, ad_id, minute, country, clicks)"
                    + " VALUES (?, ?, ?, ?, ?, ?)",
                Buckets.of(cell.adId),
                hour(cell.minute),
                cell.adId,
                Instant.ofEpochMilli(cell.minute),
                cell.country,
                count));
  }

  /** The roll-ups of all days, or of all hours. */
  void rollUps(boolean day) {
    record Cell(String adId, long period, String country) {}
    Map<Cell, Long> cells =
        toWrite().stream()
            .collect(
                Collectors.groupingBy(
                    click ->
                        new Cell(
                            click.adId(),
                            day ? Periods.dayOf(click.millis()) : Periods.hourOf(click.millis()),
                            click.country()),
                    Collectors.counting()));
    cells.forEach((cell, count) -> rollUp(day, cell.period, cell.adId, cell.country, count));
  }

  /** Writes an hour's or a day's roll-up with a total of the test's own choice. */
  void rollUp(boolean day, long periodMillis, String adId, String country, long total) {
    session.execute(
        day
            ? "INSERT INTO cells_by_day (bucket, month, ad_id, day, country, clicks)"
                + " VALUES (?, ?, ?, ?, ?, ?)"
            : "INSERT INTO cells_by_hour (bucket, day, ad_id, hour, country, clicks)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
        Buckets.of(adId),
        day ? Instant.ofEpochMilli(Periods.monthOf(periodMillis)) : day(periodMillis),
        adId,
        Instant.ofEpochMilli(periodMillis),
        country,
        total);
  }

  /** Blocks of minutes, each click as if it had a click_id of its own. */
  public void clickIndex() {
    clickIndex(Long.MAX_VALUE);
  }

  /** The same of the minutes before a time: a pipeline writes none of one that is open. */
  void clickIndex(long endMillis) {
    long number = 0;
    for (ClickSide side : ClickSide.values()) {
      Map<List<Long>, List<IndexedClick>> blocks = new HashMap<>();
      number = 0;
      for (TestClick click : clicks) {
        IndexedClick indexed = indexed(side, click, ++number, click.country());
        if (click.millis() >= endMillis) {
          continue;
        }
        boolean late = number % LATE_EVERY == 0;
        int hash = indexed.keyHash();
        long bucket = late ? CLICK_BUCKETS.lateBucketOf(hash) : CLICK_BUCKETS.bucketOf(hash);
        long start = late ? Periods.hourOf(click.millis()) : Periods.minuteOf(click.millis());
        blocks.computeIfAbsent(List.of(bucket, start), any -> new ArrayList<>()).add(indexed);
      }
      blocks.forEach((key, ofBlock) -> writeMinutes(side, key.get(0).intValue(), ofBlock));
    }
  }

  /** A block of its own on both sides, as if the click had this number for its click_id. */
  void indexClick(TestClick click, long number, String country) {
    for (ClickSide side : ClickSide.values()) {
      IndexedClick indexed = indexed(side, click, number, country);
      writeMinutes(side, CLICK_BUCKETS.bucketOf(indexed.keyHash()), List.of(indexed));
    }
  }

  private void writeMinutes(ClickSide side, int bucket, List<IndexedClick> ofBlock) {
    for (ClickBlock block : cut(ofBlock)) {
      long minute = Periods.minuteOf(block.earliestMillis());
      session.execute(
          "INSERT INTO clicks_by_minute (side, bucket, hour, minute, part, block)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          side.cqlName(),
          bucket,
          Instant.ofEpochMilli(Periods.hourOf(minute)),
          Instant.ofEpochMilli(minute),
          block.name().asReadOnlyByteBuffer(),
          block.bytes().asReadOnlyByteBuffer());
    }
  }

  /** Writes the hours' blocks of all clicks before a time, and takes their minutes' away. */
  void rewriteClicks(long throughMillis) {
    clicksByHour(throughMillis);
    clicks.stream()
        .map(TestClick::millis)
        .filter(millis -> millis < throughMillis)
        .map(Periods::hourOf)
        .distinct()
        .forEach(this::takeMinutesAway);
    periodsThrough(CLICK_BUCKETS.keptName(), throughMillis);
  }

  private void takeMinutesAway(long hourMillis) {
    List<CompletionStage<?>> deleted = new ArrayList<>();
    for (ClickSide side : ClickSide.values()) {
      for (int bucket = -1; bucket < CLICK_BUCKETS.count(); bucket++) {
        deleted.add(
            session.executeAsync(
                "DELETE FROM clicks_by_minute WHERE side = ? AND bucket = ? AND hour = ?",
                side.cqlName(),
                bucket,
                Instant.ofEpochMilli(hourMillis)));
      }
    }
    deleted.forEach(one -> one.toCompletableFuture().join());
  }

  /** Writes the hours' blocks of all clicks before a time. */
  void clicksByHour(long throughMillis) {
    for (ClickSide side : ClickSide.values()) {
      Map<List<Long>, List<IndexedClick>> chunks = new HashMap<>();
      long number = 0;
      for (TestClick click : clicks) {
        IndexedClick indexed = indexed(side, click, ++number, click.country());
        if (click.millis() < throughMillis && isWritten(click.millis())) {
          long bucket = buckets(click.millis()).bucketOf(indexed.keyHash());
          long chunk = ClickBuckets.chunkOf(indexed.keyHash());
          chunks
              .computeIfAbsent(
                  List.of(bucket, Periods.hourOf(click.millis()), chunk), any -> new ArrayList<>())
              .add(indexed);
        }
      }
      chunks.forEach((key, ofChunk) -> writeHour(side, key, ofChunk));
    }
  }

  /** Each block of a table once more, under a name that is not its own. */
  void renameBlocks(String table) {
    for (Row row : session.execute("SELECT * FROM " + table).all()) {
      List<String> columns = new ArrayList<>();
      List<Object> values = new ArrayList<>();
      for (ColumnDefinition column : row.getColumnDefinitions()) {
        String name = column.getName().asCql(true);
        columns.add(name);
        values.add(name.equals("part") ? ByteBuffer.wrap(new byte[16]) : row.getObject(name));
      }
      session.execute(
          "INSERT INTO %s (%s) VALUES (%s)"
              .formatted(
                  table,
                  String.join(", ", columns),
                  String.join(", ", Collections.nCopies(columns.size(), "?"))),
          values.toArray());
    }
  }

  /** From now on a block has only so many clicks. */
  void cutSmall(int most) {
    clicksOfBlock = most;
  }

  private List<ClickBlock> cut(List<IndexedClick> clicksOfOne) {
    return Lists.partition(clicksOfOne, clicksOfBlock).stream()
        .flatMap(some -> ClickBlock.cut(some).stream())
        .toList();
  }

  private void writeHour(ClickSide side, List<Long> key, List<IndexedClick> ofChunk) {
    for (ClickBlock block : cut(ofChunk)) {
      session.execute(
          "INSERT INTO click_hours (side, bucket, day, chunk, earliest, part, block)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?)",
          side.cqlName(),
          key.get(0).intValue(),
          day(key.get(1)),
          key.get(2).intValue(),
          Instant.ofEpochMilli(block.earliestMillis()),
          block.name().asReadOnlyByteBuffer(),
          block.bytes().asReadOnlyByteBuffer());
    }
  }

  private static IndexedClick indexed(
      ClickSide side, TestClick click, long number, String country) {
    boolean byUser = side == ClickSide.USER;
    return IndexedClick.byClickId(
        (byUser ? click.userId() : click.ip()).getBytes(UTF_8),
        click.millis(),
        number,
        click.adId().getBytes(UTF_8),
        (byUser ? click.ip() : click.userId()).getBytes(UTF_8),
        country.getBytes(UTF_8));
  }

  /** The boards of every minute and scope with a click. */
  public void leaderboards(int capacity) {
    Set<Long> minutes = new HashSet<>();
    toWrite().forEach(click -> minutes.add(Periods.minuteOf(click.millis())));
    for (long minute : minutes) {
      for (String scope : scopes()) {
        Leaderboard board =
            board(scope, new MinuteInterval(minute, minute + Periods.MINUTE_MILLIS), capacity);
        if (board.getAdsCount() > 0) {
          session.execute(
              "INSERT INTO leaderboards (scope, hour, minute, board) VALUES (?, ?, ?, ?)",
              scope,
              hour(minute),
              Instant.ofEpochMilli(minute),
              board.toByteString().asReadOnlyByteBuffer());
        }
      }
    }
  }

  /** The boards of all scopes of five minutes. */
  void fiveMinutes(long startMillis, int capacity) {
    MinuteInterval five =
        new MinuteInterval(startMillis, startMillis + Periods.FIVE_MINUTES_MILLIS);
    for (String scope : scopes()) {
      Leaderboard board = board(scope, five, capacity);
      if (board.getAdsCount() > 0) {
        session.execute(
            "INSERT INTO leaderboards_by_five_minutes (scope, hour, start, board)"
                + " VALUES (?, ?, ?, ?)",
            scope,
            hour(startMillis),
            Instant.ofEpochMilli(startMillis),
            board.toByteString().asReadOnlyByteBuffer());
      }
    }
  }

  /** The boards of one sliding window. */
  void slidingWindow(MinuteInterval window, int capacity) {
    for (String scope : scopes()) {
      Leaderboard board = board(scope, window, capacity);
      if (board.getAdsCount() > 0) {
        session.execute(
            "INSERT INTO top_ads (window_seconds, scope, hour, window_end, board)"
                + " VALUES (?, ?, ?, ?, ?)",
            (int) window.length().toSeconds(),
            scope,
            Instant.ofEpochMilli(
                restated.partitionOfWindow(window.fromMillis(), window.toMillis())),
            Instant.ofEpochMilli(window.toMillis()),
            board.toByteString().asReadOnlyByteBuffer());
      }
    }
  }

  private Set<String> scopes() {
    Set<String> scopes = new HashSet<>(Set.of(Scope.ALL_KEY));
    clicks.forEach(click -> scopes.add(click.country()));
    return scopes;
  }

  private Leaderboard board(String scope, MinuteInterval window, int capacity) {
    Filter filter = new Filter(Scope.ofKey(scope), null, null);
    Leaderboard.Builder board =
        Leaderboard.newBuilder()
            .setScope(scope)
            .setWindowStartMillis(window.fromMillis())
            .setWindowEndMillis(window.toMillis())
            .setCapacity(capacity)
            .setTotalClicks(matching(filter, window).size());
    top(capacity, filter, window)
        .forEach(
            ad -> board.addAds(RankedAd.newBuilder().setAdId(ad.adId()).setClicks(ad.clicks())));
    return board.build();
  }

  long count(String adId, Filter filter, MinuteInterval interval) {
    return matching(filter, interval).stream().filter(click -> click.adId().equals(adId)).count();
  }

  /** Of all ads. */
  long count(Filter filter, MinuteInterval interval) {
    return matching(filter, interval).size();
  }

  List<AdClicks> top(int count, Filter filter, MinuteInterval interval) {
    Map<String, Long> totals = new HashMap<>();
    matching(filter, interval).forEach(click -> totals.merge(click.adId(), 1L, Long::sum));
    return totals.entrySet().stream()
        .map(total -> new AdClicks(total.getKey(), total.getValue()))
        .sorted(AdClicks.RANKING)
        .limit(count)
        .toList();
  }

  private List<TestClick> matching(Filter filter, MinuteInterval interval) {
    Predicate<TestClick> matches =
        click -> filter.matches(Scope.narrowest(click.country()), click.userId(), click.ip());
    return clicks.stream()
        .filter(matches)
        .filter(click -> interval.contains(click.millis()))
        .toList();
  }
}
