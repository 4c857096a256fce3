package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.RestatedHours.Restated;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.Interval;
import org.adclicks.v1.ListClicksPerMinuteRequest;
import org.adclicks.v1.ListClicksPerMinuteResponse;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteClicks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An hour that was counted anew answers every question from one moment on, and it alone. */
class RestatedHoursIT {

  private static final long SEED = 6;
  private static final int BOARD_CAPACITY = 4;
  private static final int WINDOW_CAPACITY = 100;
  private static final long BEGIN = at("2026-11-21T00:00:00Z");
  private static final long BEFORE = at("2026-11-22T22:00:00Z");
  private static final long HOUR = at("2026-11-22T23:00:00Z");
  private static final long END = at("2026-11-23T00:00:00Z");
  private static final long AS_OF = at("2026-11-23T00:00:30Z");

  /** Both reach over the hour's end. */
  private static final MinuteInterval WINDOW = new MinuteInterval(AS_OF - 60_000, AS_OF);

  private static final MinuteInterval UNEVEN_WINDOW = new MinuteInterval(AS_OF - 70_000, AS_OF);

  /** In fewer buckets than the stream, then in more; the second time of two hours. */
  private static final RestatedHours FIRST =
      RestatedHours.of(Map.of(HOUR, new Restated(3, new ClickBuckets(2))));

  private static final RestatedHours SECOND =
      RestatedHours.of(
          Map.of(
              BEFORE, new Restated(8, new ClickBuckets(8)),
              HOUR, new Restated(8, new ClickBuckets(8))));

  private static final List<String> ADS = List.of("ad0", "gone", "more", "other");
  private static final List<Filter> FILTERS =
      List.of(
          Filter.NONE,
          new Filter(Scope.ofKey("US"), null, null),
          new Filter(Scope.ALL, "carl", null),
          new Filter(Scope.ofKey("DE"), "user1", null),
          new Filter(Scope.ALL, null, "1.2.3.1"));

  /** What a list may be asked of. */
  private static final List<MinuteInterval> DAY_AND_LESS =
      List.of(
          interval("2026-11-22T23:10:00Z", "2026-11-22T23:11:00Z"),
          interval("2026-11-22T23:10:00Z", "2026-11-22T23:15:00Z"),
          interval("2026-11-22T23:00:00Z", "2026-11-23T00:00:00Z"),
          interval("2026-11-22T22:00:00Z", "2026-11-22T23:00:00Z"),
          interval("2026-11-22T21:30:00Z", "2026-11-22T23:32:00Z"),
          interval("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"),
          interval("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"));

  private static final MinuteInterval TWO_DAYS =
      interval("2026-11-21T00:00:00Z", "2026-11-23T00:00:00Z");

  private static CqlSession session;
  private static RunningService service;
  private static TestStore streamed;
  private static TestStore first;
  private static TestStore second;

  /** Most of them in the last two hours. */
  private static List<TestClick> clicks() {
    Random random = new Random(SEED);
    List<TestClick> clicks = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      long since = i < 100 ? BEGIN : BEFORE;
      int ad = (int) Math.min(9, Math.abs(random.nextGaussian()) * 4);
      clicks.add(
          new TestClick(
              random.nextInt(8) == 0 ? "gone" : "ad" + ad,
              since + random.nextInt((int) (AS_OF - since)),
              random.nextInt(6) == 0 ? "carl" : "user" + random.nextInt(4),
              "1.2.3." + random.nextInt(4),
              List.of("US", "US", "DE", "FR").get(random.nextInt(4))));
    }
    return clicks;
  }

  /** As an archive has them: some fewer since then, and forty of an ad nobody else tells of. */
  private static List<TestClick> archived(
      List<TestClick> counted, long sinceMillis, Predicate<TestClick> isLost, String more) {
    Random random = new Random(SEED);
    List<TestClick> archived = new ArrayList<>();
    for (TestClick click : counted) {
      boolean isOther = click.millis() >= sinceMillis && click.millis() < END;
      if (!isOther || !(isLost.test(click) || random.nextInt(4) == 0)) {
        archived.add(click);
      }
    }
    for (int i = 0; i < 40; i++) {
      long millis = sinceMillis + random.nextInt((int) (END - sinceMillis));
      archived.add(new TestClick(more, millis, "user1", "1.2.3.1", "DE"));
    }
    return archived;
  }

  @BeforeAll
  static void start() {
    session = SharedCassandra.keyspace("restated");
    List<TestClick> clicks = clicks();
    streamed = new TestStore(session, clicks);
    first =
        new TestStore(
                session,
                archived(
                    clicks,
                    HOUR,
                    click -> click.adId().equals("gone") || click.userId().equals("carl"),
                    "more"))
            .recomputing(FIRST);
    second =
        new TestStore(
                session, archived(clicks, BEFORE, click -> click.adId().equals("ad0"), "other"))
            .recomputing(SECOND);
    write(streamed, BEFORE);
    streamed.slidingWindow(UNEVEN_WINDOW, WINDOW_CAPACITY);
    streamed.clickIndex(END);
    streamed.rewriteClicks(at("2026-11-22T12:00:00Z"));
    streamed.rollUps(true);
    streamed.rolledUp(END);
    streamed.progress(AS_OF, HOUR);
    Instant begin = Instant.ofEpochMilli(BEGIN);
    streamed.counted(
        BEGIN,
        AS_OF,
        "1m/10s,70s/10s",
        Map.of(
            StoreSchema.KEPT_CELLS,
            begin,
            StoreSchema.KEPT_ROLL_UPS,
            begin,
            StoreSchema.KEPT_FIVE_MINUTES,
            begin,
            TestStore.CLICK_BUCKETS.keptName(),
            begin));
    service = new RunningService(session);
  }

  /** All that a recompute writes; of five minutes those since then. */
  private static void write(TestStore store, long sinceMillis) {
    store.cells();
    store.rollUps(false);
    store.minutes();
    store.leaderboards(BOARD_CAPACITY);
    for (long five = sinceMillis; five < END; five += Periods.FIVE_MINUTES_MILLIS) {
      store.fiveMinutes(five, 2 * BOARD_CAPACITY);
    }
    store.slidingWindow(WINDOW, WINDOW_CAPACITY);
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
  }

  @Test
  void everyAnswerIsOfTheNewestRestatementThatIsShown() {
    MinuteInterval hour = new MinuteInterval(HOUR, END);
    assertThat(streamed.count("gone", Filter.NONE, hour)).isPositive();
    assertThat(first.count("gone", Filter.NONE, hour)).isZero();
    assertThat(first.count("ad0", Filter.NONE, hour))
        .isPositive()
        .isLessThan(streamed.count("ad0", Filter.NONE, hour));
    assertAnswers(streamed, RestatedHours.NONE);
    assertUnevenWindow(streamed);

    write(first, HOUR);
    first.slidingWindow(UNEVEN_WINDOW, WINDOW_CAPACITY);
    first.clicksByHour(END);
    assertAnswers(streamed, RestatedHours.NONE);
    assertUnevenWindow(streamed);

    first.show(Instant.ofEpochMilli(AS_OF + 1));
    assertAnswers(first, FIRST);
    assertUnevenWindow(first);

    write(second, BEFORE);
    second.clicksByHour(END);
    assertAnswers(first, FIRST);
    assertUnevenWindow(first);

    second.show(Instant.ofEpochMilli(AS_OF + 2));
    assertAnswers(second, SECOND);
    assertThatExceptionOfType(StatusRuntimeException.class)
        .as("a list that was not written anew is not nobody's")
        .isThrownBy(() -> service.ask(top(5).setWindow("70s")))
        .withMessageContaining("window: no list of 70s/10s");
  }

  private static void assertAnswers(TestStore expected, RestatedHours shown) {
    List<MinuteInterval> intervals = new ArrayList<>(DAY_AND_LESS);
    intervals.add(TWO_DAYS);
    for (Filter filter : FILTERS) {
      for (MinuteInterval interval : intervals) {
        for (String adId : ADS) {
          assertCount(adId, filter, interval, expected, shown);
        }
      }
      for (MinuteInterval interval : DAY_AND_LESS) {
        for (int count : new int[] {1, 3, 12}) {
          ListPopularAdsResponse answer =
              service.ask(
                  top(count)
                      .setFrom(time(interval.fromMillis()))
                      .setTo(time(interval.toMillis()))
                      .setFilter(filter.canonical()));
          assertList(answer, count, filter, interval, expected, shown);
        }
      }
      assertPerMinute(filter, expected, shown);
      ListPopularAdsResponse newest =
          service.ask(top(5).setWindow("1m").setFilter(filter.canonical()));
      assertList(
          newest,
          5,
          filter,
          filter.needsClickIndex() ? new MinuteInterval(END - 60_000, END) : WINDOW,
          expected,
          shown);
    }
    assertMinutes(expected, shown);
  }

  private static void assertCount(
      String adId,
      Filter filter,
      MinuteInterval interval,
      TestStore expected,
      RestatedHours shown) {
    GetAggregatedCountResponse answer =
        service.ask(
            GetAggregatedCountRequest.newBuilder()
                .setAdId(adId)
                .setFrom(time(interval.fromMillis()))
                .setTo(time(interval.toMillis()))
                .setFilter(filter.canonical()));
    assertThat(answer.getCount())
        .as("%s %s %s", adId, filter, interval)
        .isEqualTo(expected.count(adId, filter, interval));
    assertThat(answer.getRestated()).isEqualTo(isTouched(interval, shown));
  }

  private static void assertList(
      ListPopularAdsResponse answer,
      int count,
      Filter filter,
      MinuteInterval interval,
      TestStore expected,
      RestatedHours shown) {
    assertThat(RunningService.ranked(answer))
        .as("first %s of %s %s", count, filter, interval)
        .isEqualTo(expected.top(count, filter, interval));
    assertThat(answer.getInterval()).isEqualTo(interval.toProto());
    assertThat(answer.getRestated()).isEqualTo(isTouched(interval, shown));
  }

  private static void assertUnevenWindow(TestStore expected) {
    for (Filter filter : FILTERS) {
      ListPopularAdsResponse answer =
          service.ask(top(5).setWindow("70s").setFilter(filter.canonical()));
      Interval interval = answer.getInterval();
      assertThat(RunningService.ranked(answer))
          .as("%s", filter)
          .isEqualTo(
              expected.top(
                  5,
                  filter,
                  new MinuteInterval(
                      ProtoTime.instant(interval.getFrom()).toEpochMilli(),
                      ProtoTime.instant(interval.getTo()).toEpochMilli())));
    }
  }

  private static void assertPerMinute(Filter filter, TestStore expected, RestatedHours shown) {
    MinuteInterval interval = new MinuteInterval(BEFORE, END);
    ListClicksPerMinuteResponse answer =
        service.ask(
            ListClicksPerMinuteRequest.newBuilder()
                .setAdId("ad0")
                .setFrom(time(BEFORE))
                .setTo(time(END))
                .setFilter(filter.canonical()));
    List<Long> clicks = new ArrayList<>();
    for (long minute = BEFORE; minute < END; minute += Periods.MINUTE_MILLIS) {
      clicks.add(
          expected.count(
              "ad0", filter, new MinuteInterval(minute, minute + Periods.MINUTE_MILLIS)));
    }
    assertThat(answer.getMinutesList())
        .as("%s", filter)
        .extracting(MinuteClicks::getClicks)
        .isEqualTo(clicks);
    assertThat(answer.getRestated()).isEqualTo(isTouched(interval, shown));
  }

  private static void assertMinutes(TestStore expected, RestatedHours shown) {
    ListMinutesResponse answer =
        service.ask(ListMinutesRequest.newBuilder().setFrom(time(BEFORE)).setTo(time(END)));
    long clicks = 0;
    for (Minute minute : answer.getMinutesList()) {
      long millis = ProtoTime.instant(minute.getMinute()).toEpochMilli();
      MinuteInterval interval = new MinuteInterval(millis, millis + Periods.MINUTE_MILLIS);
      assertThat(minute.getClicks())
          .as("%s", interval)
          .isEqualTo(expected.count(Filter.NONE, interval));
      assertThat(minute.getRestated()).isEqualTo(isTouched(interval, shown));
      clicks += minute.getClicks();
    }
    assertThat(clicks).isEqualTo(expected.count(Filter.NONE, new MinuteInterval(BEFORE, END)));
  }

  private static boolean isTouched(MinuteInterval interval, RestatedHours shown) {
    return shown.touch(interval.fromMillis(), interval.toMillis());
  }

  private static ListPopularAdsRequest.Builder top(int count) {
    return ListPopularAdsRequest.newBuilder().setCount(count);
  }

  private static MinuteInterval interval(String from, String to) {
    return new MinuteInterval(at(from), at(to));
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
