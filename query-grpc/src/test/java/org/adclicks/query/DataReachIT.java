package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.question.WindowLength;
import org.adclicks.query.store.StoredTable;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryBlockingStub;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.ListClicksPerMinuteRequest;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.MinuteState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What never was counted, and what is no longer kept, is never answered as if nobody had clicked.
 */
class DataReachIT {

  private static final String BEGINS = "2026-11-23T09:58:00Z";
  private static final List<TestClick> CLICKS =
      List.of(
          TestClick.at("2024-03-01T00:30:00Z", "ad1", "ann", "1.2.3.4", "US"),
          TestClick.at("2026-11-23T09:58:01Z", "ad1", "ann", "1.2.3.4", "US"),
          TestClick.at("2026-11-23T10:00:00Z", "ad1", "ann", "1.2.3.4", "US"),
          TestClick.at("2026-11-23T11:00:00Z", "ad1", "ann", "1.2.3.4", "US"),
          TestClick.at("2026-11-23T11:01:00Z", "ad2", "ann", "1.2.3.4", "US"));
  private static CqlSession session;
  private static TestStore store;
  private static RunningService service;

  @BeforeAll
  static void start() {
    session = SharedCassandra.keyspace("reach");
    store = new TestStore(session, CLICKS);
    store.cells();
    store.clickIndex();
    store.minutes();
    store.progress(at("2026-11-23T11:02:30Z"), at("2026-11-23T11:00:00Z"));
    // An old log was counted by a pipeline of its own.
    store.counted(at("2024-03-01T00:30:00Z"), at("2024-03-01T01:00:00Z"), "");
    store.counted(at(BEGINS), at("2026-11-23T11:02:30Z"), "2m/1m,90s/30s");
    service = new RunningService(session);
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T09:57:00Z, 2026-11-23T09:59:00Z",
    "2026-11-23T09:00:00Z, 2026-11-23T09:01:00Z",
    "2024-03-01T00:29:00Z, 2024-03-01T00:31:00Z",
    "2024-03-01T00:59:00Z, 2024-03-01T01:01:00Z",
    "2025-06-01T00:00:00Z, 2025-06-01T01:00:00Z",
  })
  void refusesWhatNeverWasCounted(String from, String to) {
    for (String filter : List.of("", "country=\"US\"", "user_id=\"ann\"", "ip=\"1.2.3.4\"")) {
      assertOutOfRange(count().setFrom(from).setTo(to).setFilter(filter), BEGINS);
      assertOutOfRange(top().setFrom(from).setTo(to).setFilter(filter), BEGINS);
      assertOutOfRange(minutes().setFrom(from).setTo(to).setFilter(filter), BEGINS);
    }
  }

  @Test
  void answersEveryStretchThatWas() {
    assertThat(
            service
                .ask(count().setFrom("2024-03-01T00:30:00Z").setTo("2024-03-01T01:00:00Z"))
                .getCount())
        .isEqualTo(1);
    assertThat(
            service
                .ask(count().setFrom("2026-11-23T09:59:00Z").setTo("2026-11-23T10:00:00Z"))
                .getCount())
        .as("a minute within what was counted: nobody clicked")
        .isZero();
    assertThat(service.ask(count().setFrom(BEGINS).setTo("2026-11-23T11:30:00Z")).getCount())
        .isEqualTo(3);
    assertThat(service.ask(count()).getDataFrom()).isEqualTo(ProtoTime.of(at(BEGINS)));
  }

  /** As of now, after one stray click of 2001: the row of the stretch since then is yet to come. */
  @Test
  void progressThatJumpedCountedNothingBetween() {
    try (CqlSession fresh = SharedCassandra.keyspace("reach_jumped")) {
      TestStore jumped = new TestStore(fresh, List.of());
      jumped.progress(at("2026-11-23T11:02:30Z"), at("2026-11-23T11:00:00Z"));
      jumped.counted(at("2001-01-01T00:00:00Z"), at("2001-01-01T00:01:00Z"), "");
      try (RunningService service = new RunningService(fresh)) {
        assertRefused(
            service,
            count().setFrom("2010-01-01T00:00:00Z").setTo("2010-01-01T01:00:00Z"),
            "from: ",
            "data_from is 2026-11-23T11:0");
        assertThatExceptionOfType(StatusRuntimeException.class)
            .isThrownBy(() -> service.ask(count()))
            .withMessageContaining("nothing has been counted yet");
        assertThat(
                service
                    .ask(count().setFrom("2001-01-01T00:00:00Z").setTo("2001-01-01T00:01:00Z"))
                    .getCount())
            .isZero();
      }
    }
  }

  /** A stretch that is empty yet ends the one before: what lies between nobody could read. */
  @Test
  void aStretchDoesNotGoOnIntoWhatNobodyCouldRead() {
    try (CqlSession fresh = SharedCassandra.keyspace("reach_unread")) {
      TestStore unread = new TestStore(fresh, List.of());
      unread.progress(at("2026-11-23T11:20:00Z"), at("2026-11-23T11:00:00Z"));
      unread.counted(at("2026-11-23T10:00:00Z"), at("2026-11-23T11:00:00Z"), "");
      unread.counted(at("2026-11-23T11:30:00Z"), at("2026-11-23T11:30:00Z"), "");
      try (RunningService service = new RunningService(fresh)) {
        assertRefused(
            service,
            count().setFrom("2026-11-23T11:05:00Z").setTo("2026-11-23T11:10:00Z"),
            "data_from");
        assertThat(
                service
                    .ask(count().setFrom("2026-11-23T10:00:00Z").setTo("2026-11-23T11:00:00Z"))
                    .getCount())
            .isZero();
        unread.progress(at("2026-11-23T11:40:00Z"), at("2026-11-23T11:00:00Z"));
        unread.counted(at("2026-11-23T11:30:00Z"), at("2026-11-23T11:40:00Z"), "");
        assertRefused(
            service,
            count().setFrom("2026-11-23T11:05:00Z").setTo("2026-11-23T11:35:00Z"),
            "data_from is 2026-11-23T11:30");
        assertThat(
                service
                    .ask(count().setFrom("2026-11-23T11:30:00Z").setTo("2026-11-23T11:40:00Z"))
                    .getCount())
            .isZero();
      }
    }
  }

  /**
   * As of a log of last week that is counted beside the stream: its hours are written by itself.
   */
  @Test
  void anotherPipelinesHoursAreNotTakenForItsOwn() {
    try (CqlSession fresh = SharedCassandra.keyspace("reach_beside")) {
      TestStore beside = new TestStore(fresh, CLICKS);
      beside.cells();
      beside.minutes();
      beside.clickIndex();
      beside.progress(at("2026-12-02T00:00:00Z"), at("2026-12-01T00:00:00Z"));
      Map<String, Instant> kept = new HashMap<>(kept("cells", BEGINS));
      kept.putAll(kept(TestStore.CLICK_BUCKETS.keptName(), BEGINS));
      kept.putAll(kept("rollups", BEGINS));
      kept.putAll(kept(StoreSchema.KEPT_FINAL, BEGINS));
      Map<String, Instant> none = new HashMap<>(kept);
      none.replaceAll((name, since) -> Instant.EPOCH);
      beside.counted(at(BEGINS), at("2026-11-26T00:00:00Z"), "", kept, none);
      Map<String, Instant> all = new HashMap<>(kept);
      all.replaceAll((name, since) -> Instant.parse("2026-12-02T00:00:00Z"));
      beside.counted(at("2026-11-30T00:00:00Z"), at("2026-12-02T00:00:00Z"), "", kept, all);
      // Told of a stretch before the stretch itself.
      beside.finalThrough(at("2026-12-03T00:00:00Z"), at("2026-12-01T00:00:00Z"));
      try (RunningService service = new RunningService(fresh)) {
        GetAggregatedCountRequest.Builder day =
            count().setFrom("2026-11-23T10:00:00Z").setTo("2026-11-23T12:00:00Z");
        assertThat(service.ask(day).getCount()).isPositive();
        // It is still counted, however far the other is.
        assertThat(service.ask(day).getState()).isEqualTo(MinuteState.CLOSED);
        beside.finalThrough(at(BEGINS), at("2026-11-23T11:30:00Z"));
        assertThat(service.ask(day).getState()).isEqualTo(MinuteState.CLOSED);
        beside.finalThrough(at(BEGINS), at("2026-11-23T12:00:00Z"));
        assertThat(service.ask(day).getState()).isEqualTo(MinuteState.FINAL);
        assertThat(service.ask(day.setFilter("user_id=\"ann\"")).getCount()).isPositive();
      }
    }
  }

  /** Two streams told of the same stretch at once: of maps both entries stay. */
  @Test
  void hoursInOtherBucketsAreNotTakenForItsOwn() {
    try (CqlSession fresh = SharedCassandra.keyspace("reach_buckets")) {
      TestStore changed = new TestStore(fresh, CLICKS);
      changed.cells();
      changed.clickIndex();
      changed.progress(at("2026-11-23T11:02:30Z"), at("2026-11-23T11:02:00Z"));
      Map<String, Instant> kept = new HashMap<>(kept("cells", BEGINS));
      kept.putAll(kept(TestStore.CLICK_BUCKETS.keptName(), BEGINS));
      changed.counted(
          at(BEGINS),
          at("2026-11-23T11:02:30Z"),
          "",
          kept,
          kept(new ClickBuckets(1).keptName(), "2026-11-23T11:02:00Z"));
      try (RunningService service = new RunningService(fresh)) {
        assertThat(
                service
                    .ask(
                        count()
                            .setFilter("user_id=\"ann\"")
                            .setFrom("2026-11-23T10:00:00Z")
                            .setTo("2026-11-23T11:00:00Z"))
                    .getCount())
            .isEqualTo(1);
      }
    }
  }

  @Test
  void anIdIsTrimmedAsAClicksIs() {
    GetAggregatedCountResponse answer =
        service.ask(count().setAdId(" ad1\u00a0").setFrom(BEGINS).setTo("2026-11-23T11:02:00Z"));
    assertThat(answer.getCount()).isEqualTo(3);
    assertThat(answer.getAdId()).isEqualTo("ad1");
  }

  @Test
  void beginsAWindowWhereTheDataDoes() {
    ListPopularAdsResponse hour = service.ask(top().setWindow("60m"));
    assertThat(hour.getInterval().getFrom()).isEqualTo(ProtoTime.of(at("2026-11-23T10:02:00Z")));
    try (CqlSession fresh = SharedCassandra.keyspace("reach_young")) {
      TestStore young = new TestStore(fresh, CLICKS);
      young.cells();
      young.minutes();
      young.progress(at("2026-11-23T11:02:30Z"), at("2026-11-23T11:00:00Z"));
      young.counted(at("2026-11-23T11:00:00Z"), at("2026-11-23T11:02:30Z"), "");
      try (RunningService service = new RunningService(fresh)) {
        ListPopularAdsResponse top = service.ask(top().setWindow("60m"));
        assertThat(top.getInterval().getFrom()).isEqualTo(ProtoTime.of(at("2026-11-23T11:00:00Z")));
        assertThat(top.getAdIdsList()).containsExactly("ad1", "ad2");
        assertThat(
                service
                    .ask(ListClicksPerMinuteRequest.newBuilder().setAdId("ad1"))
                    .getMinutesCount())
            .isEqualTo(2);
      }
    }
  }

  @Test
  void refusesWhatThePipelineLeavesOut() {
    try (CqlSession fresh = SharedCassandra.keyspace("reach_parts")) {
      TestStore parts = new TestStore(fresh, CLICKS);
      parts.cells();
      parts.minutes();
      parts.clickIndex();
      parts.progress(at("2026-11-23T11:02:30Z"), at("2026-11-23T11:02:00Z"));
      parts.rolledUp(at("2026-11-23T11:02:00Z"));
      String ten = "2026-11-23T10:00:00Z";
      String eleven = "2026-11-23T11:00:00Z";
      // An hour that says what no minute says: whoever reads it is found out.
      parts.rollUp(false, at(ten), "ad1", "US", 1_000);
      try (RunningService service = new RunningService(fresh)) {
        parts.counted(at(BEGINS), at("2026-11-23T11:02:30Z"), "", kept("cells", BEGINS));
        assertThat(service.ask(count().setFrom(ten).setTo(eleven)).getCount()).isEqualTo(1);
        for (String filter : List.of("user_id=\"ann\"", "ip=\"1.2.3.4\"")) {
          assertRefused(service, top().setFilter(filter), "clicks");
          assertRefused(service, top().setFilter(filter).setFrom(ten).setTo(eleven), "clicks");
          assertRefused(service, count().setFilter(filter), "clicks");
        }
        Map<String, Instant> later = new HashMap<>(kept("cells", BEGINS));
        later.putAll(kept(TestStore.CLICK_BUCKETS.keptName(), eleven));
        later.putAll(kept("rollups", "2026-11-23T10:00:01Z"));
        parts.counted(at(BEGINS), at("2026-11-23T11:02:30Z"), "", later);
        assertThat(service.ask(count().setFrom(ten).setTo(eleven)).getCount())
            .as("of an hour not all of which was added up")
            .isEqualTo(1);
        GetAggregatedCountResponse ofAnn =
            service.ask(count().setFilter("user_id=\"ann\"").setFrom(eleven));
        assertThat(ofAnn.getCount()).isEqualTo(1);
        assertThat(ofAnn.getDataFrom()).isEqualTo(ProtoTime.of(at(eleven)));
        assertRefused(
            service, count().setFilter("user_id=\"ann\"").setFrom("2026-11-23T10:59:00Z"), eleven);
        later.putAll(kept("rollups", ten));
        parts.counted(at(BEGINS), at("2026-11-23T11:02:30Z"), "", later);
        assertThat(service.ask(count().setFrom(ten).setTo(eleven)).getCount()).isEqualTo(1_000);
      }
    }
  }

  private static Map<String, Instant> kept(String part, String since) {
    return Map.of(part, Instant.parse(since));
  }

  @Test
  void looksBackOverManyYears() {
    try (CqlSession fresh = SharedCassandra.keyspace("reach_long")) {
      TestStore old = new TestStore(fresh, List.of());
      old.progress(at("2026-11-23T11:02:30Z"), at("2026-11-23T11:00:00Z"));
      old.counted(at("2000-01-01T00:00:00Z"), at("2026-11-23T11:02:30Z"), "");
      old.written(at("2005-01-31T23:00:00Z"), Instant.EPOCH);
      old.written(at("2010-05-05T05:00:00Z"), Instant.EPOCH);
      old.written(at("2019-07-01T00:00:00Z"), Instant.now());
      try (RunningService service = new RunningService(fresh)) {
        assertThat(service.ask(count()).getDataFrom())
            .isEqualTo(ProtoTime.of(at("2010-05-05T06:00:00Z")));
      }
    }
  }

  /** No list at all is stored here, neither of minutes nor of windows. */
  @ParameterizedTest
  @ValueSource(strings = {"1m", "2m", "3m"})
  void doesNotTakeAMissingListForNobody(String window) {
    long length = WindowLength.parse(window).toMillis();
    long end = at("2026-11-23T11:02:00Z");
    MinuteInterval interval = new MinuteInterval(end - length, end);
    for (Filter filter : List.of(Filter.NONE, new Filter(Scope.ofKey("US"), null, null))) {
      assertThat(
              RunningService.ranked(
                  service.ask(top().setWindow(window).setFilter(filter.canonical()))))
          .as("%s %s", window, filter)
          .isEqualTo(store.top(10, filter, interval));
    }
    assertThat(service.ask(top().setWindow(window).setFilter("country=\"DE\"")).getAdsCount())
        .isZero();
  }

  @Test
  void isToldTheWindowsByTheStore() {
    store.slidingWindow(
        new MinuteInterval(at("2026-11-23T11:01:00Z"), at("2026-11-23T11:02:30Z")), 100);
    ListPopularAdsResponse sliding = service.ask(top().setWindow("90s"));
    assertThat(sliding.getAdIdsList()).containsExactly("ad2");
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> service.ask(top().setWindow("80s")))
        .withMessageContaining("window: 80s is neither whole minutes")
        .withMessageContaining("90s/30s");
  }

  /** Rows leave their table a time after they were written, whatever time they are about. */
  @Test
  void refusesWhatIsNoLongerKept() {
    try (CqlSession old = SharedCassandra.keyspace("reach_old")) {
      TestStore aged = new TestStore(old, CLICKS);
      aged.clickIndex();
      aged.progress(at("2026-11-23T11:02:30Z"), at("2026-11-23T11:00:00Z"));
      aged.counted(at(BEGINS), at("2026-11-23T11:02:30Z"), "");
      Instant longAgo = Instant.now().minus(Duration.ofDays(91));
      aged.written(at("2026-11-23T09:00:00Z"), longAgo);
      aged.written(at("2026-11-23T10:00:00Z"), longAgo);
      aged.written(at("2026-11-23T11:00:00Z"), Instant.now());
      try (RunningService service = new RunningService(old)) {
        String kept = "2026-11-23T11:00:00Z";
        for (String filter : List.of("", "user_id=\"ann\"", "ip=\"1.2.3.4\"")) {
          assertOutOfRange(
              service, count().setFrom("2026-11-23T10:00:00Z").setTo(kept).setFilter(filter), kept);
          assertOutOfRange(
              service,
              top().setFrom("2026-11-23T10:59:00Z").setTo("2026-11-23T11:01:00Z").setFilter(filter),
              kept);
        }
        assertThat(service.ask(count().setFrom(kept)).getDataFrom())
            .isEqualTo(ProtoTime.of(at(kept)));

        aged.rolledUp(at(kept));
        aged.rollUp(false, at("2026-11-23T10:00:00Z"), "ad1", "US", 77);
        assertThat(service.ask(count().setFrom("2026-11-23T10:00:00Z").setTo(kept)).getCount())
            .as("whole hours are kept longer")
            .isEqualTo(77);
        assertThat(service.ask(top().setFrom("2026-11-23T10:00:00Z").setTo(kept)).getAdIdsList())
            .containsExactly("ad1");
        assertThatExceptionOfType(StatusRuntimeException.class)
            .isThrownBy(() -> service.ask(count().setFrom("2026-11-23T10:01:00Z").setTo(kept)))
            .withMessageContaining("whole hours can be asked for from " + BEGINS);
      }
    }
  }

  @Test
  void followsTheTablesOwnTimeToLive() {
    try (CqlSession shortLived = SharedCassandra.keyspace("reach_short")) {
      for (StoredTable table : StoredTable.values()) {
        shortLived.execute("ALTER TABLE " + table.cqlName() + " WITH default_time_to_live = 6");
      }
      TestStore brief = new TestStore(shortLived, CLICKS);
      CLICKS.forEach(click -> brief.written(Periods.hourOf(click.millis()), Instant.now()));
      brief.cells();
      brief.clickIndex();
      brief.leaderboards(1000);
      brief.minutes();
      brief.progress(at("2026-11-23T11:02:30Z"), at("2026-11-23T11:00:00Z"));
      brief.counted(at(BEGINS), at("2026-11-23T11:02:30Z"), "");
      try (RunningService service = new RunningService(shortLived)) {
        GetAggregatedCountRequest.Builder question =
            count().setFrom("2026-11-23T11:00:00Z").setTo("2026-11-23T11:01:00Z");
        // Over gRPC alone: how far back data goes may move on between two calls.
        AdClickQueryBlockingStub grpc = AdClickQueryGrpc.newBlockingStub(service.channel());
        StoreOutageIT.await(
            () -> {
              try {
                assertThat(grpc.getAggregatedCount(question.build()).getCount())
                    .as("right as long as it is given")
                    .isEqualTo(1);
                return false;
              } catch (StatusRuntimeException e) {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
                return true;
              }
            });
        assertOutOfRange(
            service,
            top().setFrom("2026-11-23T11:00:00Z").setTo("2026-11-23T11:01:00Z"),
            "2026-11-23T12:00:00Z");
      }
    }
  }

  private static void assertOutOfRange(Object request, String dataFrom) {
    assertOutOfRange(service, request, dataFrom);
  }

  private static void assertOutOfRange(RunningService asked, Object request, String dataFrom) {
    assertRefused(asked, request, "from: ", "data_from is " + dataFrom);
  }

  private static void assertRefused(RunningService asked, Object request, String... saying) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () -> {
              if (request instanceof GetAggregatedCountRequest.Builder count) {
                asked.ask(count);
              } else if (request instanceof ListPopularAdsRequest.Builder top) {
                asked.ask(top);
              } else {
                asked.ask((ListClicksPerMinuteRequest.Builder) request);
              }
            })
        .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE))
        .satisfies(e -> assertThat(e).hasMessageContainingAll(saying));
  }

  private static GetAggregatedCountRequest.Builder count() {
    return GetAggregatedCountRequest.newBuilder().setAdId("ad1");
  }

  private static ListPopularAdsRequest.Builder top() {
    return ListPopularAdsRequest.newBuilder().setCount(10);
  }

  private static ListClicksPerMinuteRequest.Builder minutes() {
    return ListClicksPerMinuteRequest.newBuilder().setAdId("ad1");
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
