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
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.RestatedHours.Restated;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.MinuteState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GetAggregatedCountIT {

  private static final long SEED = 1;
  private static final List<String> ADS = List.of("ad1", "ad2", "a/d 3?&%", "äd😀");
  private static final List<TestClick> CLICKS = clicks();
  private static CqlSession session;
  private static TestStore store;
  private static RunningService service;

  /** Clicks of three hours, and one long before them. */
  private static List<TestClick> clicks() {
    Random random = new Random(SEED);
    List<TestClick> clicks = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      clicks.add(
          new TestClick(
              ADS.get(random.nextInt(ADS.size())),
              at("09:00:00") + random.nextInt(3 * 3_600_000),
              "user" + random.nextInt(5),
              random.nextBoolean() ? "1.2.3." + random.nextInt(4) : "2001:db8::1",
              List.of("US", "DE", "FR").get(random.nextInt(3))));
    }
    clicks.add(TestClick.at("2026-09-01T12:34:56Z", "ad1", "user1", "1.2.3.1", "US"));
    return clicks;
  }

  @BeforeAll
  static void start() {
    session = SharedCassandra.keyspace("counts");
    store = new TestStore(session, CLICKS);
    store.cells();
    store.clickIndex();
    // The first click once more with another country, as a restarted pipeline may leave it.
    store.indexClick(CLICKS.get(0), 1, "ZZ");
    store.progress(at("11:30:10"), at("09:20:00"));
    store.counted(instant("2025-01-01T00:00:00Z"), at("11:30:10"), "");
    service = new RunningService(session);
  }

  /** Before an hour is rewritten its minutes' blocks are read, after that its own alone. */
  @Test
  void rewrittenHoursSayWhatTheirMinutesSaid() {
    try (CqlSession other = SharedCassandra.keyspace("counts_rewritten")) {
      TestStore rewritten = new TestStore(other, CLICKS);
      rewritten.clickIndex();
      rewritten.progress(at("11:30:10"), at("09:20:00"));
      rewritten.counted(instant("2025-01-01T00:00:00Z"), at("11:30:10"), "");
      // Two hours, and what came long before: theirs are not in minutes any more.
      rewritten.rewriteClicks(at("11:00:00"));
      try (RunningService asked = new RunningService(other)) {
        long all = 0;
        for (String filter : List.of("user_id=\"user1\"", "ip=\"2001:db8::1\"", "ip=\"1.2.3.1\"")) {
          for (List<String> range :
              List.of(
                  List.of("2026-09-01T12:00:00Z", "2026-09-01T13:00:00Z"),
                  List.of(rfc3339("09:17:00"), rfc3339("11:29:00")),
                  List.of(rfc3339("10:00:00"), rfc3339("11:00:00")))) {
            GetAggregatedCountRequest.Builder question =
                GetAggregatedCountRequest.newBuilder()
                    .setAdId("ad1")
                    .setFrom(range.get(0))
                    .setTo(range.get(1))
                    .setFilter(filter);
            long count = asked.ask(question).getCount();
            assertThat(count)
                .as("%s in %s", filter, range)
                .isEqualTo(service.ask(question).getCount());
            all += count;
          }
        }
        assertThat(all).as("not all of them are 0").isPositive();
      }
    }
  }

  /** Of minutes on time, of late ones and of hours alike: no number, if a block is not believed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBlockUnderAnothersNameAnswersNothing(boolean rewrittenToo) {
    try (CqlSession other = SharedCassandra.keyspace("counts_damaged_" + rewrittenToo)) {
      TestStore damaged = new TestStore(other, CLICKS);
      damaged.clickIndex();
      damaged.progress(at("11:30:10"), at("09:20:00"));
      damaged.counted(instant("2025-01-01T00:00:00Z"), at("11:30:10"), "");
      if (rewrittenToo) {
        damaged.rewriteClicks(at("11:00:00"));
      }
      damaged.renameBlocks(rewrittenToo ? "click_hours" : "clicks_by_minute");
      try (RunningService asked = new RunningService(other)) {
        for (String filter : List.of("user_id=\"user1\"", "ip=\"2001:db8::1\"")) {
          assertThatExceptionOfType(StatusRuntimeException.class)
              .isThrownBy(
                  () ->
                      asked.ask(
                          GetAggregatedCountRequest.newBuilder()
                              .setAdId("ad1")
                              .setFrom(rfc3339("10:00:00"))
                              .setTo(rfc3339("10:30:00"))
                              .setFilter(filter)))
              .withMessage("INTERNAL: internal error; the service's log says more");
        }
      }
    }
  }

  /** A page of blocks is a hundred. */
  @Test
  void countsOnFromPageToPage() {
    List<TestClick> ofOne = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      String time = "2026-11-23T10:0%d:%02d.%03dZ".formatted(i % 3, i % 60, i);
      ofOne.add(TestClick.at(time, "ad1", "busy", "1.2.3.4", "US"));
    }
    try (CqlSession other = SharedCassandra.keyspace("counts_paged")) {
      TestStore paged = new TestStore(other, ofOne);
      paged.cutSmall(1);
      paged.clickIndex();
      paged.progress(at("11:30:10"), at("11:20:00"));
      paged.counted(instant("2025-01-01T00:00:00Z"), at("11:30:10"), "");
      GetAggregatedCountRequest.Builder question =
          GetAggregatedCountRequest.newBuilder()
              .setAdId("ad1")
              .setFrom("2026-11-23T10:00:00Z")
              .setTo("2026-11-23T11:00:00Z")
              .setFilter("user_id=\"busy\"");
      try (RunningService asked = new RunningService(other)) {
        assertThat(asked.ask(question).getCount()).isEqualTo(ofOne.size());
      }
      paged.rewriteClicks(at("11:00:00"));
      try (RunningService asked = new RunningService(other)) {
        assertThat(asked.ask(question).getCount()).isEqualTo(ofOne.size());
      }
    }
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
  }

  @ParameterizedTest
  @CsvSource({
    "09:00:00, 12:00:00",
    "09:00:00, 09:01:00",
    "10:17:00, 10:18:00",
    "09:59:00, 11:01:00",
    "10:00:00, 11:00:00",
    "10:10:10, 10:20:20",
  })
  void countsEveryAdUnderEveryFilter(String from, String to) {
    MinuteInterval interval = MinuteInterval.covering(at(from), at(to));
    List<Filter> filters =
        List.of(
            Filter.NONE,
            new Filter(Scope.ofKey("US"), null, null),
            new Filter(Scope.ofKey("JP"), null, null),
            new Filter(Scope.ALL, "user1", null),
            new Filter(Scope.ALL, null, "2001:db8::1"),
            new Filter(Scope.ALL, null, "1.2.3.1"),
            new Filter(Scope.ALL, "user2", "2001:db8::1"),
            new Filter(Scope.ofKey("DE"), "user2", null),
            new Filter(Scope.ofKey("DE"), null, "1.2.3.2"),
            new Filter(Scope.ofKey("FR"), "user3", "2001:db8::1"));
    for (Filter filter : filters) {
      for (String adId : ADS) {
        GetAggregatedCountResponse answer =
            service.ask(
                count(adId)
                    .setFrom(rfc3339(from))
                    .setTo(Long.toString(at(to)))
                    .setFilter(filter.canonical()));
        assertThat(answer.getCount())
            .as("%s %s", adId, filter)
            .isEqualTo(store.count(adId, filter, interval));
        assertThat(answer.getInterval()).isEqualTo(interval.toProto());
        assertThat(answer.getFilter()).isEqualTo(filter.canonical());
        assertThat(answer.getAdId()).isEqualTo(adId);
        assertThat(answer.getAsOf()).isEqualTo(ProtoTime.of(at("11:30:10")));
        assertThat(answer.getDataFrom()).isEqualTo(ProtoTime.of(instant("2025-01-01T00:00:00Z")));
      }
    }
  }

  @Test
  void countsTheNewestWholeMinuteByDefault() {
    GetAggregatedCountResponse answer = service.ask(count("ad1"));
    MinuteInterval minute = new MinuteInterval(at("11:29:00"), at("11:30:00"));
    assertThat(answer.getInterval()).isEqualTo(minute.toProto());
    assertThat(answer.getCount()).isEqualTo(store.count("ad1", Filter.NONE, minute));
    assertThat(answer.getState()).isEqualTo(MinuteState.CLOSED);
  }

  @Test
  void answersZeroForAnUnknownAd() {
    assertThat(service.ask(count("nobody knows me")).getCount()).isZero();
    assertThat(service.get("/v1/ads/nobody/aggregated_count").body()).contains("\"count\":\"0\"");
  }

  /** Or else it would be the answer of another ad. */
  @Test
  void takesAnIdAsItWasSent() {
    assertThat(service.get("/v1/ads/ad1;mine/aggregated_count").body())
        .contains("\"count\":\"0\"", "\"ad_id\":\"ad1;mine\"");
  }

  @Test
  void reachesBackMonthsMinuteByMinuteAndByHour() {
    GetAggregatedCountResponse answer =
        service.ask(count("ad1").setFrom("2026-08-01T00:01:00Z").setTo("2026-09-30T00:00:00Z"));
    assertThat(answer.getCount()).as("final, but not rolled up yet").isEqualTo(1);
    store.rolledUp(at("09:00:00"));
    answer =
        service.ask(count("ad1").setFrom("2026-08-01T00:01:00Z").setTo("2026-09-30T00:00:00Z"));
    assertThat(answer.getCount()).as("only roll-ups are read, and there is none").isZero();
    store.rollUp(false, instant("2026-09-01T12:00:00Z"), "ad1", "US", 41);
    store.rollUp(true, instant("2026-09-01T00:00:00Z"), "ad1", "US", 1_000);
    store.rollUp(true, instant("2026-09-01T00:00:00Z"), "ad1", "DE", 200);
    store.rollUp(true, instant("2026-09-02T00:00:00Z"), "ad1", "DE", 30);
    assertThat(
            service
                .ask(count("ad1").setFrom("2026-08-01T00:01:00Z").setTo("2026-09-30T00:00:00Z"))
                .getCount())
        .as("days whole in the interval come from the day roll-up")
        .isEqualTo(1_230);
    assertThat(
            service
                .ask(
                    count("ad1")
                        .setFrom("2026-08-01T00:01:00Z")
                        .setTo("2026-09-30T00:00:00Z")
                        .setFilter("country=\"DE\""))
                .getCount())
        .isEqualTo(230);
    assertThat(
            service
                .ask(count("ad1").setFrom("2026-09-01T11:59:00Z").setTo("2026-09-02T00:00:00Z"))
                .getCount())
        .as("hours whole in the interval come from the hour roll-up")
        .isEqualTo(41);
    assertThat(
            service
                .ask(count("ad1").setFrom("2026-09-01T12:01:00Z").setTo("2026-09-01T13:00:00Z"))
                .getCount())
        .as("the edges come from minutes")
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "09:00:00, 09:20:00, FINAL",
    "09:00:00, 09:21:00, CLOSED",
    "11:00:00, 11:30:00, CLOSED",
    "11:00:00, 11:31:00, OPEN",
    "11:00:00, 23:00:00, OPEN",
  })
  void saysHowFarTheAnswerCanBeTrusted(String from, String to, MinuteState state) {
    assertThat(service.ask(count("ad1").setFrom(rfc3339(from)).setTo(rfc3339(to))).getState())
        .isEqualTo(state);
  }

  @Test
  void saysIfAMinuteWasRestated() {
    store
        .recomputing(
            RestatedHours.of(
                Map.of(instant("2026-05-05T10:00:00Z"), new Restated(1, TestStore.CLICK_BUCKETS))))
        .show(Instant.now());
    GetAggregatedCountResponse restated =
        service.ask(count("ad1").setFrom("2026-05-05T10:58:00Z").setTo("2026-05-05T11:02:00Z"));
    assertThat(restated.getRestated()).isTrue();
    assertThat(restated.getState()).isEqualTo(MinuteState.FINAL);
    GetAggregatedCountResponse open =
        service.ask(count("ad1").setFrom("2026-05-05T10:00:00Z").setTo("2026-11-23T11:31:00Z"));
    assertThat(open.getRestated()).isTrue();
    assertThat(open.getState())
        .as("nothing hides a minute that still fills")
        .isEqualTo(MinuteState.OPEN);
    GetAggregatedCountResponse other =
        service.ask(count("ad1").setFrom("2026-05-05T11:00:00Z").setTo("2026-05-05T11:01:00Z"));
    assertThat(other.getRestated()).isFalse();
    assertThat(other.getState()).isEqualTo(MinuteState.FINAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yesterday | | | from: ",
        "2026-11-23T10:00:00Z | soon | | to: ",
        "2026-11-23T10:00:00Z | 2026-11-23T10:00:00Z | | from: ",
        "2024-11-01T00:00:00Z | 2026-11-23T10:00:00Z | | from: may be at most 731 days",
        "1795428000 | | | from: \"1795428000\" looks like seconds since 1970",
        "1795428000000000 | | | from: \"1795428000000000\" looks like micro",
        "1999-12-31T23:59:59Z | | | from: \"1999-12-31T23:59:59Z\" is not in the years 2000",
        "| 0 | | to: \"0\" is not in the years 2000",
        "2026-10-01T00:00:00Z | 2026-11-23T10:00:00Z | ip=\"1.2.3.4\" | from: may be at most 31 d",
        "| | country=\"Atlantis\" | filter: ",
        "| | country=\"EU\" | filter: country \"EU\" is not an ISO",
        "| | size=\"1\" | filter: ",
      })
  void namesTheFieldThatIsWrong(String from, String to, String filter, String problem) {
    GetAggregatedCountRequest.Builder request = count("ad1");
    if (from != null) {
      request.setFrom(from);
    }
    if (to != null) {
      request.setTo(to);
    }
    if (filter != null) {
      request.setFilter(filter);
    }
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> service.ask(request))
        .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .satisfies(e -> assertThat(e.getStatus().getDescription()).startsWith(problem));
  }

  @Test
  void refusesAnAdIdNoClickCanHave() {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> service.ask(count("x".repeat(257))))
        .withMessage("INVALID_ARGUMENT: ad_id: has 257 bytes, more than 256");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "form=2026-11-23T10:00:00Z",
        "From=2026-11-23T10:00:00Z",
        "ad_id=ad2",
        "from=1&from=2",
      })
  void refusesParametersItWouldHaveToIgnore(String query) {
    assertThat(service.get("/v1/ads/ad1/aggregated_count?" + query))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400))
        .satisfies(
            answer ->
                assertThat(answer.body())
                    .contains("\"message\":\"" + query.substring(0, query.indexOf('=')) + ": "));
  }

  private static GetAggregatedCountRequest.Builder count(String adId) {
    return GetAggregatedCountRequest.newBuilder().setAdId(adId);
  }

  private static String rfc3339(String time) {
    return "2026-11-23T" + time + "Z";
  }

  private static long at(String time) {
    return instant(rfc3339(time));
  }

  private static long instant(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
