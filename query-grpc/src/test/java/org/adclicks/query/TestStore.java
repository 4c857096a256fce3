package org.adclicks.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.top.AdClicks;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.MinuteState;
import org.adclicks.v1.RankedAd;

/** Fills the store's tables from clicks, and answers the same questions by counting those. */
public final class TestStore {

  private final CqlSession session;
  private final Collection<TestClick> clicks;

  public TestStore(CqlSession session, Collection<TestClick> clicks) {
    this.session = session;
    this.clicks = clicks;
  }

  public void progress(long asOfMillis, long finalThroughMillis) {
    session.execute(
        "INSERT INTO progress (pipeline, as_of, final_through) VALUES (?, ?, ?)",
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(asOfMillis),
        Instant.ofEpochMilli(finalThroughMillis));
  }

  /** Says that a stretch was counted, by a pipeline that keeps lists of these windows. */
  public void counted(long fromMillis, long throughMillis, String windows) {
    session.execute(
        "INSERT INTO counted_spans (store, counted_from, counted_through, windows, windows_from)"
            + " VALUES (?, ?, ?, ?, ?)",
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(fromMillis),
        Instant.ofEpochMilli(throughMillis),
        windows,
        Instant.ofEpochMilli(fromMillis));
  }

  /** Says likewise what that pipeline writes, and since when. */
  public void counted(
      long fromMillis, long throughMillis, String windows, Map<String, Instant> kept) {
    counted(fromMillis, throughMillis, windows);
    session.execute(
        "UPDATE counted_spans SET kept_from = ? WHERE store = ? AND counted_from = ?",
        kept,
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(fromMillis));
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
    session.execute(
        "INSERT INTO progress (pipeline, rolled_up_through) VALUES (?, ?)",
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(throughMillis));
  }

  void minute(long minuteMillis, MinuteState state, long counted) {
    session.execute(
        "INSERT INTO minutes (day, minute, state, counts) VALUES (?, ?, ?, (?, 2, 3, 4, 5, 6))",
        Instant.ofEpochMilli(Periods.dayOf(minuteMillis)),
        Instant.ofEpochMilli(minuteMillis),
        state.getNumber(),
        counted);
  }

  /** A row for every minute with clicks. */
  void minutes() {
    clicks.stream()
        .collect(
            Collectors.groupingBy(click -> Periods.minuteOf(click.millis()), Collectors.counting()))
        .forEach((minute, counted) -> minute(minute, MinuteState.CLOSED, counted));
  }

  public void cells() {
    record Cell(String adId, long minute, String country) {}
    Map<Cell, Long> cells =
        clicks.stream()
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
                Instant.ofEpochMilli(Periods.hourOf(cell.minute)),
                cell.adId,
                Instant.ofEpochMilli(cell.minute),
                cell.country,
                count));
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
        Instant.ofEpochMilli(day ? Periods.monthOf(periodMillis) : Periods.dayOf(periodMillis)),
        adId,
        Instant.ofEpochMilli(periodMillis),
        country,
        total);
  }

  public void clickIndex() {
    int number = 0;
    for (TestClick click : clicks) {
      indexClick(click, ++number, click.country());
    }
  }

  /** Two rows of one click, as if it had this number for its click_id. */
  void indexClick(TestClick click, long number, String country) {
    Instant hour = Instant.ofEpochMilli(Periods.hourOf(click.millis()));
    session.execute(
        "INSERT INTO clicks_by_user (bucket, hour, user_id, click) VALUES (?, ?, ?, ?)",
        Buckets.of(click.userId()),
        hour,
        click.userId(),
        indexed(click, number, click.ip(), country));
    session.execute(
        "INSERT INTO clicks_by_ip (bucket, hour, ip, click) VALUES (?, ?, ?, ?)",
        Buckets.of(click.ip()),
        hour,
        click.ip(),
        indexed(click, number, click.userId(), country));
  }

  private static ByteBuffer indexed(TestClick click, long number, String other, String country) {
    return IndexedClick.encode(
        click.millis(),
        0,
        number,
        UTF_8.encode(click.adId()),
        UTF_8.encode(other),
        UTF_8.encode(country));
  }

  /** The boards of every minute and scope with a click. */
  public void leaderboards(int capacity) {
    Set<Long> minutes = new HashSet<>();
    clicks.forEach(click -> minutes.add(Periods.minuteOf(click.millis())));
    for (long minute : minutes) {
      for (String scope : scopes()) {
        Leaderboard board =
            board(scope, new MinuteInterval(minute, minute + Periods.MINUTE_MILLIS), capacity);
        if (board.getAdsCount() > 0) {
          session.execute(
              "INSERT INTO leaderboards (scope, hour, minute, board) VALUES (?, ?, ?, ?)",
              scope,
              Instant.ofEpochMilli(Periods.hourOf(minute)),
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
            Instant.ofEpochMilli(Periods.hourOf(startMillis)),
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
            Instant.ofEpochMilli(Periods.hourOf(window.toMillis())),
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
