package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.ListClicksPerMinuteRequest;
import org.adclicks.v1.ListClicksPerMinuteResponse;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.MinuteClicks;
import org.adclicks.v1.MinuteState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Answers over minutes that are closed and minutes that are open, against counting the clicks.
 * Stored lists are cut short here, so that many can only be proven with look-ups, or not at all.
 */
class OpenAnswersIT {

  private static final long SEED = 14;
  private static final long AS_OF = at("10:20:37");
  private static final long COUNTED_THROUGH = at("10:22:41");
  private static final long LAST_CLICK = at("10:23:10");
  private static final long OPEN_FROM = at("10:18:00");
  private static final long NEWEST = at("10:23:00");
  private static final long FIRST = 7;
  private static final long SECOND = -8;
  private static final List<Filter> FILTERS =
      List.of(
          Filter.NONE,
          new Filter(Scope.ofKey("US"), null, null),
          new Filter(Scope.ofKey("FR"), null, null),
          new Filter(Scope.ofKey("JP"), null, null));
  private static final List<TestClick> CLICKS = clicks();
  private static CqlSession session;
  private static TestStore store;
  private static RunningService service;

  /** A few loud ads, many quiet ones with equal clicks, and some that only open minutes have. */
  private static List<TestClick> clicks() {
    Random random = new Random(SEED);
    List<TestClick> clicks = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long millis = at("10:00:00") + random.nextInt((int) (LAST_CLICK - at("10:00:00")));
      boolean isNew = millis >= at("10:20:00") && random.nextInt(4) == 0;
      int ad = (int) Math.min(30, Math.abs(random.nextGaussian()) * 9);
      clicks.add(
          new TestClick(
              (isNew ? "new" : "ad") + ad,
              millis,
              "user" + random.nextInt(5),
              "1.2.3." + random.nextInt(4),
              List.of("US", "US", "DE", "FR").get(random.nextInt(4))));
    }
    return clicks;
  }

  private static List<TestClick> before(long millis) {
    return CLICKS.stream().filter(click -> click.millis() < millis).toList();
  }

  private static List<TestClick> from(long millis) {
    return CLICKS.stream().filter(click -> click.millis() >= millis).toList();
  }

  @BeforeAll
  static void start() {
    session = SharedCassandra.keyspace("opens");
    store = new TestStore(session, CLICKS);
    TestStore closed = new TestStore(session, before(at("10:20:00")));
    closed.cells();
    closed.clickIndex();
    closed.leaderboards(4);
    closed.minutes();
    store.progress(AS_OF, at("10:10:00"));
    store.counted(at("10:00:00"), AS_OF, "1m/10s,90s/10s");
    TestOpenRows rows = new TestOpenRows(session);
    List<OpenBlocks.Block> told = new ArrayList<>(rows.write(from(OPEN_FROM), FIRST, 20));
    // Of one that counted far too much, and is named no more.
    rows.write(from(at("10:00:00")), 99, 1_000);
    for (int shard = 0; shard < TestOpenRows.SHARDS; shard++) {
      rows.write(new OpenBlocks.Block(at("10:21:00"), shard, FIRST, 1_000), new byte[] {9});
    }
    // Another counts that minute anew, and has gone on since it was told of.
    told.addAll(rows.write(within("10:21:00"), SECOND, 1));
    rows.write(within("10:21:00"), SECOND, 5);
    rows.tell(COUNTED_THROUGH, OPEN_FROM, told);
    service = new RunningService(session);
  }

  private static List<TestClick> within(String minute) {
    long start = at(minute);
    return CLICKS.stream()
        .filter(click -> new MinuteInterval(start, start + 60_000).contains(click.millis()))
        .toList();
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
  }

  @ParameterizedTest
  @CsvSource({
    "10:00:00, 10:24:00",
    "10:03:00, 10:20:00",
    "10:17:00, 10:23:00",
    "10:20:00, 10:21:00",
    "10:21:00, 10:24:00",
    "10:22:00, 11:00:00"
  })
  void countsAndRanksWhatIsClosedAndWhatIsOpen(String from, String to) {
    MinuteInterval interval = new MinuteInterval(at(from), at(to));
    boolean reachesOpen = at(to) > at("10:20:00");
    for (Filter filter : FILTERS) {
      for (int count : new int[] {1, 4, 1000}) {
        ListPopularAdsResponse list =
            service.ask(
                ListPopularAdsRequest.newBuilder()
                    .setCount(count)
                    .setFrom(text(from))
                    .setTo(text(to))
                    .setFilter(filter.canonical())
                    .setIncludeOpen(count > 1));
        assertThat(RunningService.ranked(list))
            .as("first %s of %s in %s", count, filter, interval)
            .isEqualTo(store.top(count, filter, interval));
        assertThat(list.hasCountedThrough()).isEqualTo(reachesOpen);
        assertThat(list.getState() == MinuteState.OPEN).isEqualTo(reachesOpen);
      }
      for (String adId : List.of("ad0", "ad7", "new0", "nobody")) {
        // Minutes that are named are meant, also without a word of open ones.
        assertCounted(adId, filter, interval, !adId.equals("ad7"), reachesOpen);
      }
    }
  }

  private static void assertCounted(
      String adId,
      Filter filter,
      MinuteInterval interval,
      boolean includeOpen,
      boolean reachesOpen) {
    String from = Long.toString(interval.fromMillis());
    String to = Long.toString(interval.toMillis());
    GetAggregatedCountResponse count =
        service.ask(
            GetAggregatedCountRequest.newBuilder()
                .setAdId(adId)
                .setFrom(from)
                .setTo(to)
                .setFilter(filter.canonical())
                .setIncludeOpen(includeOpen));
    assertThat(count.getCount())
        .as("%s of %s in %s", adId, filter, interval)
        .isEqualTo(store.count(adId, filter, interval));
    assertThat(count.hasCountedThrough()).isEqualTo(reachesOpen);
    ListClicksPerMinuteResponse minutes =
        service.ask(
            ListClicksPerMinuteRequest.newBuilder()
                .setAdId(adId)
                .setFrom(from)
                .setTo(to)
                .setFilter(filter.canonical())
                .setIncludeOpen(includeOpen));
    assertThat(minutes.hasCountedThrough()).isEqualTo(reachesOpen);
    assertThat(minutes.getMinutesList()).hasSize(interval.minutes());
    for (MinuteClicks minute : minutes.getMinutesList()) {
      long start = ProtoTime.instant(minute.getMinute()).toEpochMilli();
      assertThat(minute.getClicks())
          .as("%s of %s in the minute of %s", adId, filter, Instant.ofEpochMilli(start))
          .isEqualTo(store.count(adId, filter, new MinuteInterval(start, start + 60_000)));
    }
  }

  @Test
  void endsWithTheNewestMinuteOfWhichAnythingIsCounted() {
    GetAggregatedCountResponse count =
        service.ask(GetAggregatedCountRequest.newBuilder().setAdId("ad0").setIncludeOpen(true));
    MinuteInterval minute = new MinuteInterval(at("10:22:00"), NEWEST);
    assertThat(count.getInterval()).isEqualTo(minute.toProto());
    assertThat(count.getCount()).isEqualTo(store.count("ad0", Filter.NONE, minute)).isPositive();
    assertThat(count.getState()).isEqualTo(MinuteState.OPEN);
    assertThat(count.getAsOf()).isEqualTo(ProtoTime.of(AS_OF));
    assertThat(count.getDataFrom()).isEqualTo(ProtoTime.of(at("10:00:00")));
    assertThat(count.getCountedThrough()).isEqualTo(ProtoTime.of(COUNTED_THROUGH));
    ListClicksPerMinuteResponse minutes =
        service.ask(ListClicksPerMinuteRequest.newBuilder().setAdId("ad0").setIncludeOpen(true));
    assertThat(minutes.getInterval())
        .isEqualTo(new MinuteInterval(at("10:00:00"), NEWEST).toProto());
    for (int length : new int[] {1, 5, 60}) {
      ListPopularAdsResponse list =
          service.ask(
              ListPopularAdsRequest.newBuilder().setWindow(length + "m").setIncludeOpen(true));
      MinuteInterval window =
          new MinuteInterval(NEWEST - length * 60_000L, NEWEST).notBefore(at("10:00:00"));
      assertThat(list.getInterval()).isEqualTo(window.toProto());
      assertThat(RunningService.ranked(list)).isEqualTo(store.top(100, Filter.NONE, window));
      assertThat(list.getCountedThrough()).isEqualTo(ProtoTime.of(COUNTED_THROUGH));
    }
  }

  @Test
  void saysNothingOfOpenMinutesThatWereNotMeant() {
    GetAggregatedCountResponse newest =
        service.ask(GetAggregatedCountRequest.newBuilder().setAdId("ad0"));
    assertThat(newest.hasCountedThrough()).isFalse();
    assertThat(newest.getState()).isEqualTo(MinuteState.CLOSED);
    GetAggregatedCountResponse ofUser =
        service.ask(
            GetAggregatedCountRequest.newBuilder()
                .setAdId("ad0")
                .setFrom(text("10:19:00"))
                .setTo(text("10:23:00"))
                .setFilter("user_id = \"user1\""));
    assertThat(ofUser.hasCountedThrough()).isFalse();
    assertThat(ofUser.getCount())
        .isEqualTo(
            store.count(
                "ad0",
                new Filter(Scope.ALL, "user1", null),
                new MinuteInterval(at("10:19:00"), at("10:20:00"))));
  }

  @Test
  void refusesWhatOpenMinutesCannotAnswer() {
    for (String filter : List.of("user_id = \"user1\"", "ip = \"1.2.3.1\" AND country = \"US\"")) {
      assertRefused(
          () ->
              service.ask(
                  GetAggregatedCountRequest.newBuilder()
                      .setAdId("ad0")
                      .setFilter(filter)
                      .setIncludeOpen(true)),
          Status.Code.INVALID_ARGUMENT,
          "include_open: ");
      assertRefused(
          () ->
              service.ask(
                  ListPopularAdsRequest.newBuilder().setFilter(filter).setIncludeOpen(true)),
          Status.Code.INVALID_ARGUMENT,
          "include_open: ");
    }
    assertRefused(
        () -> service.ask(ListPopularAdsRequest.newBuilder().setWindow("90s").setIncludeOpen(true)),
        Status.Code.INVALID_ARGUMENT,
        "window: 90s is not whole minutes");
    assertRefused(
        () ->
            service.ask(
                GetAggregatedCountRequest.newBuilder()
                    .setAdId("ad0")
                    .setFrom(text("10:23:00"))
                    .setIncludeOpen(true)),
        Status.Code.INVALID_ARGUMENT,
        "from: must be before to, which is the end of the newest minute without one");
    assertThat(service.get("/v1/ads/popular_ads?include_open=yes").body())
        .contains("include_open: \\\"yes\\\" is neither true nor false");
    assertThat(service.get("/v1/ads/popular_ads?include_open=false").statusCode()).isEqualTo(200);
  }

  static void assertRefused(Runnable question, Status.Code code, String problem) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(question::run)
        .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(code))
        .satisfies(e -> assertThat(e.getStatus().getDescription()).startsWith(problem));
  }

  private static String text(String time) {
    return Instant.ofEpochMilli(at(time)).toString();
  }

  private static long at(String time) {
    return Instant.parse("2026-11-23T" + time + "Z").toEpochMilli();
  }
}
