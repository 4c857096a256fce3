package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.question.WindowLength;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.MinuteState;
import org.adclicks.v1.PopularAd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Boards are cut to very few ads here, so that most lists cannot be proven from them alone. */
class ListPopularAdsIT {

  private static final long SEED = 2;
  private static final int BOARD_CAPACITY = 4;
  private static final int WINDOW_CAPACITY = 5;
  private static final long AS_OF = at("10:20:37");
  private static final List<Filter> FILTERS =
      List.of(
          Filter.NONE,
          new Filter(Scope.ofKey("US"), null, null),
          new Filter(Scope.ofKey("FR"), null, null),
          new Filter(Scope.ofKey("JP"), null, null),
          new Filter(Scope.ALL, "user1", null),
          new Filter(Scope.ALL, null, "1.2.3.2"),
          new Filter(Scope.ofKey("DE"), "user2", "1.2.3.1"));
  private static final List<TestClick> CLICKS = clicks();
  private static CqlSession session;
  private static TestStore store;
  private static RunningService service;

  /** A few loud ads, many quiet ones, and a minute in which nobody clicks. */
  private static List<TestClick> clicks() {
    Random random = new Random(SEED);
    List<TestClick> clicks = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      int ad = (int) Math.min(30, Math.abs(random.nextGaussian()) * 9);
      long millis = at("09:30:00") + random.nextInt(51 * 60_000);
      if (millis < at("10:11:00") || millis >= at("10:12:00")) {
        clicks.add(
            new TestClick(
                "ad" + ad,
                millis,
                "user" + random.nextInt(5),
                "1.2.3." + random.nextInt(4),
                List.of("US", "US", "DE", "FR").get(random.nextInt(4))));
      }
    }
    return clicks;
  }

  /** With late clicks of some minutes that are not FINAL, in which some ads come to the top. */
  private static List<TestClick> clicksOfLists() {
    List<TestClick> clicks = new ArrayList<>(CLICKS);
    for (String minute : List.of("09:52", "10:02", "10:04", "10:13", "10:16", "10:19")) {
      for (int i = 0; i < 12; i++) {
        clicks.add(
            new TestClick("ad" + (20 + i % 3), at(minute + ":07"), "user1", "1.2.3.2", "US"));
      }
    }
    return clicks;
  }

  @BeforeAll
  static void start() {
    session = SharedCassandra.keyspace("tops");
    store = new TestStore(session, CLICKS);
    store.cells();
    store.clickIndex();
    // Lists may be ahead of the cells and of the minutes' counts: late clicks reach them first.
    TestStore lists = new TestStore(session, clicksOfLists());
    lists.leaderboards(BOARD_CAPACITY);
    store.slidingWindow(new MinuteInterval(at("10:19:30"), at("10:20:30")), WINDOW_CAPACITY);
    store.slidingWindow(new MinuteInterval(at("10:15:00"), at("10:20:00")), 100);
    store.slidingWindow(new MinuteInterval(at("10:20:10"), at("10:20:30")), WINDOW_CAPACITY);
    store.progress(AS_OF, at("09:50:00"));
    store.minutes();
    // Some five minutes have a list, some have none though the pipeline writes them.
    for (long start = at("09:55:00"); start <= at("10:10:00"); start += 300_000) {
      lists.fiveMinutes(start, 2 * BOARD_CAPACITY);
    }
    store.counted(
        at("2019-01-01T00:00:00Z"),
        AS_OF,
        "1m/10s,5m/1m,20s/10s",
        Map.of(
            StoreSchema.KEPT_CELLS,
            Instant.EPOCH,
            TestStore.CLICK_BUCKETS.keptName(),
            Instant.EPOCH,
            StoreSchema.KEPT_FIVE_MINUTES,
            Instant.ofEpochMilli(at("10:00:00"))));
    service = new RunningService(session);
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
  }

  @ParameterizedTest
  @CsvSource({"2m", "7m", "33m", "50m", "1h"})
  void ranksAnyWindowUnderEveryFilter(String window) {
    long length = WindowLength.parse(window).toMillis();
    MinuteInterval interval = new MinuteInterval(at("10:20:00") - length, at("10:20:00"));
    for (Filter filter : FILTERS) {
      for (int count : new int[] {1, 3, 4, 10, 1000}) {
        ListPopularAdsResponse answer =
            service.ask(top(count).setWindow(window).setFilter(filter.canonical()));
        assertThat(RunningService.ranked(answer))
            .as("%s first %s of %s", window, count, filter)
            .isEqualTo(store.top(count, filter, interval));
        assertThat(answer.getAdIdsList())
            .isEqualTo(answer.getAdsList().stream().map(PopularAd::getAdId).toList());
        assertThat(answer.getInterval()).isEqualTo(interval.toProto());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10:05:00, 10:06:00",
    "10:11:00, 10:12:00",
    "09:31:31, 10:03:03",
    "09:00:00, 10:21:00",
    "2020-01-01T00:00:00Z, 2020-01-01T00:30:00Z"
  })
  void ranksAnyIntervalUnderEveryFilter(String from, String to) {
    MinuteInterval interval = MinuteInterval.covering(at(from), at(to));
    for (Filter filter : FILTERS) {
      for (int count : new int[] {1, 4, 12}) {
        ListPopularAdsResponse answer =
            service.ask(
                top(count)
                    .setFrom(Instant.ofEpochMilli(at(from)).toString())
                    .setTo(Long.toString(at(to)))
                    .setFilter(filter.canonical()));
        assertThat(RunningService.ranked(answer))
            .as("first %s of %s", count, filter)
            .isEqualTo(store.top(count, filter, interval));
        assertThat(answer.getInterval()).isEqualTo(interval.toProto());
        assertThat(answer.getFilter()).isEqualTo(filter.canonical());
      }
    }
  }

  @Test
  void numbersTheRanks() {
    ListPopularAdsResponse answer = service.ask(top(3).setWindow("7m"));
    assertThat(answer.getAdsList()).extracting(ad -> ad.getRank()).containsExactly(1, 2, 3);
    assertThat(answer.getState()).isEqualTo(MinuteState.CLOSED);
    assertThat(answer.getAsOf()).isEqualTo(ProtoTime.of(AS_OF));
  }

  @ParameterizedTest
  @CsvSource({
    "1m, 10:19:30, 10:20:30",
    "'', 10:19:30, 10:20:30",
    "5m, 10:15:00, 10:20:00",
    "20s, 10:20:10, 10:20:30"
  })
  void readsTheNewestConfiguredSlidingWindow(String window, String from, String to) {
    long length = at(to) - at(from);
    for (Filter filter : FILTERS) {
      // Clicks of a user or ip are there by whole minutes.
      long end = filter.needsClickIndex() ? Periods.minuteOf(at(to)) : at(to);
      MinuteInterval interval = new MinuteInterval(end - length, end);
      ListPopularAdsResponse answer =
          service.ask(top(WINDOW_CAPACITY).setWindow(window).setFilter(filter.canonical()));
      assertThat(answer.getInterval()).isEqualTo(interval.toProto());
      assertThat(RunningService.ranked(answer))
          .as("%s", filter)
          .isEqualTo(store.top(WINDOW_CAPACITY, filter, interval));
    }
  }

  @Test
  void goesToWholeMinutesWhereTheStoredSlidingListIsTooShort() {
    MinuteInterval minute = new MinuteInterval(at("10:19:00"), at("10:20:00"));
    ListPopularAdsResponse answer = service.ask(top(WINDOW_CAPACITY + 1).setWindow("1m"));
    assertThat(answer.getInterval()).isEqualTo(minute.toProto());
    assertThat(RunningService.ranked(answer))
        .isEqualTo(store.top(WINDOW_CAPACITY + 1, Filter.NONE, minute));
    assertInvalid(top(WINDOW_CAPACITY + 1).setWindow("20s"), "count: ");
  }

  @Test
  void listsAHundredByDefault() {
    MinuteInterval window = new MinuteInterval(at("10:15:00"), at("10:20:00"));
    assertThat(
            RunningService.ranked(service.ask(ListPopularAdsRequest.newBuilder().setWindow("5m"))))
        .isEqualTo(store.top(100, Filter.NONE, window));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10s", "90s", "61m", "2h", "5", "-5m", "five minutes"})
  void refusesOtherWindows(String window) {
    assertInvalid(top(1).setWindow(window), "window: ");
  }

  @Test
  void namesTheFieldThatIsWrong() {
    String ten = "2026-11-23T10:00:00Z";
    String eleven = "2026-11-23T11:00:00Z";
    assertInvalid(top(-1), "count: -1 is not in 1..1000");
    assertInvalid(top(1001), "count: 1001 is not in 1..1000");
    assertInvalid(top(1).setFrom(ten), "to: is missing");
    assertInvalid(top(1).setTo(ten), "from: is missing");
    assertInvalid(top(1).setFrom(ten).setTo(eleven).setWindow("1m"), "window: cannot be combined");
    assertInvalid(top(1).setFrom(eleven).setTo(ten), "from: must be before to");
    assertInvalid(
        top(1).setFrom("2026-11-20T10:00:00Z").setTo(ten), "from: may be at most 24 hours");
    assertInvalid(top(1).setFilter("country"), "filter: ");
    assertThat(service.get("/v1/ads/popular_ads?count=many").body())
        .contains("count: \\\"many\\\" is not a whole number");
    assertThat(service.get("/v1/ads/popular_ads?count=0").body())
        .contains("count: 0 cannot be asked for");
  }

  private static void assertInvalid(ListPopularAdsRequest.Builder request, String problem) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> service.ask(request))
        .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .satisfies(e -> assertThat(e.getStatus().getDescription()).startsWith(problem));
  }

  private static ListPopularAdsRequest.Builder top(int count) {
    return ListPopularAdsRequest.newBuilder().setCount(count);
  }

  private static long at(String time) {
    return Instant.parse(time.contains("T") ? time : "2026-11-23T" + time + "Z").toEpochMilli();
  }
}
