package org.adclicks.query;

import static org.adclicks.query.OpenAnswersIT.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.MinuteState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether open minutes can be answered for at all, from before the first one closes. */
class OpenReachIT {

  private static final long OPEN_FROM = at("10:00:00");
  private static final List<TestClick> CLICKS =
      List.of(
          click("ad1", "10:00:05", "US"),
          click("ad1", "10:01:05", "DE"),
          click("ad2", "10:01:06", "US"),
          click("ad1", "10:02:00", "US"));

  private static CqlSession session;

  private TestStore store;
  private TestOpenRows rows;
  private RunningService service;

  @BeforeAll
  static void connect() {
    session = SharedCassandra.keyspace("reach");
  }

  @AfterAll
  static void disconnect() {
    session.close();
  }

  /** As of a store in which nothing is told; a row nobody tells of is read by nobody. */
  @BeforeEach
  void start() {
    for (String told :
        List.of(
            "progress WHERE pipeline",
            "open_progress WHERE pipeline",
            "counted_spans WHERE store")) {
      session.execute("DELETE FROM " + told + " = ?", StoreSchema.STREAM_PIPELINE);
    }
    for (TestClick click : CLICKS) {
      for (int shard = 0; shard < TestOpenRows.SHARDS; shard++) {
        session.execute(
            "DELETE FROM open_cells WHERE minute = ? AND shard = ?",
            Instant.ofEpochMilli(Periods.minuteOf(click.millis())),
            shard);
      }
    }
    store = new TestStore(session, CLICKS);
    rows = new TestOpenRows(session);
    service = new RunningService(session);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** A service reads what is told of open minutes once a second only. */
  private void restart() {
    service.close();
    service = new RunningService(session);
  }

  private void close(String asOf) {
    store.progress(at(asOf), at("09:50:00"));
    store.counted(OPEN_FROM, at(asOf), "");
    new TestStore(
            session, CLICKS.stream().filter(click -> click.millis() < minuteOf(asOf)).toList())
        .cells();
  }

  private static long minuteOf(String time) {
    return at(time) / 60_000 * 60_000;
  }

  /** As of a newer build's: what is closed does not depend on it. */
  @Test
  void whatIsClosedIsAnsweredWhateverIsToldOfOpenMinutes() {
    close("10:01:30");
    session.execute(
        "INSERT INTO open_progress (pipeline, counted_through, blocks) VALUES (?, ?, ?)",
        StoreSchema.STREAM_PIPELINE,
        Instant.ofEpochMilli(at("10:01:30")),
        ByteBuffer.wrap(new byte[] {99}));
    GetAggregatedCountRequest.Builder closed =
        GetAggregatedCountRequest.newBuilder()
            .setAdId("ad1")
            .setFrom(text("10:00:00"))
            .setTo(text("10:01:00"));
    assertThat(service.ask(closed).getCount()).isEqualTo(1);
    assertRefused(
        () -> service.ask(openCount("ad1").setFrom(text("10:00:00"))),
        Status.Code.INTERNAL,
        "internal");
  }

  @Test
  void answersBeforeAnythingIsClosed() {
    rows.tell(at("10:01:30"), OPEN_FROM, rows.write(CLICKS, 1, 1));
    GetAggregatedCountResponse count = service.ask(openCount("ad1").setFrom(text("10:00:00")));
    MinuteInterval both = new MinuteInterval(OPEN_FROM, at("10:02:00"));
    assertThat(count.getCount()).isEqualTo(2);
    assertThat(count.getInterval()).isEqualTo(both.toProto());
    assertThat(count.getState()).isEqualTo(MinuteState.OPEN);
    assertThat(count.hasAsOf()).isFalse();
    assertThat(count.getDataFrom()).isEqualTo(ProtoTime.of(OPEN_FROM));
    assertThat(count.getCountedThrough()).isEqualTo(ProtoTime.of(at("10:01:30")));
    ListPopularAdsResponse list =
        service.ask(ListPopularAdsRequest.newBuilder().setWindow("60m").setIncludeOpen(true));
    assertThat(list.getInterval()).isEqualTo(both.toProto());
    assertThat(RunningService.ranked(list)).isEqualTo(store.top(10, Filter.NONE, both));
    assertRefused(
        () -> service.ask(openCount("ad1").setFrom(text("09:59:00"))),
        Status.Code.FAILED_PRECONDITION,
        "minutes still open are counted from 2026-11-23T10:00:00Z on, not from");
    assertRefused(
        () -> service.ask(GetAggregatedCountRequest.newBuilder().setAdId("ad1")),
        Status.Code.FAILED_PRECONDITION,
        "nothing has been counted yet");
  }

  @Test
  void refusesWhereOpenMinutesAreNotKept() {
    close("10:01:30");
    assertRefused(
        () -> service.ask(openCount("ad1")),
        Status.Code.FAILED_PRECONDITION,
        "the pipeline keeps no counts of minutes still open; ask without include_open");
    GetAggregatedCountResponse count = service.ask(until("10:03:00"));
    assertThat(count.getCount()).as("of the closed minute alone").isEqualTo(1);
    assertThat(count.getState()).isEqualTo(MinuteState.OPEN);
    assertThat(count.hasCountedThrough()).isFalse();
  }

  @Test
  void refusesOpenMinutesThatBeginBeforeTheyAreKept() {
    close("10:01:30");
    rows.tell(at("10:02:30"), at("10:02:00"), rows.write(CLICKS, 1, 1).subList(0, 0));
    assertRefused(
        () -> service.ask(openCount("ad1").setFrom(text("10:00:00"))),
        Status.Code.FAILED_PRECONDITION,
        "minutes still open are counted from 2026-11-23T10:02:00Z on, not from 2026-11-23T10:01:00Z");
    assertThat(service.ask(until("10:03:00")).hasCountedThrough()).isFalse();
    assertThat(service.ask(openCount("ad1")).hasCountedThrough())
        .as("what is asked for begins later")
        .isTrue();
  }

  @Test
  void refusesCountsOfAPipelineThatKeepsThemNoMore() {
    rows.tell(at("10:00:30"), OPEN_FROM, rows.write(CLICKS, 1, 1));
    close("10:01:40");
    assertRefused(
        () -> service.ask(openCount("ad1")),
        Status.Code.FAILED_PRECONDITION,
        "minutes still open were last counted at 2026-11-23T10:00:30Z");
    assertThat(service.ask(until("10:03:00")).hasCountedThrough()).isFalse();
  }

  @Test
  void refusesCountsByAClockThatIsAhead() {
    rows.tell(System.currentTimeMillis() + 3_600_000, OPEN_FROM, rows.write(CLICKS, 1, 1));
    close("10:01:30");
    assertRefused(
        () -> service.ask(openCount("ad1")),
        Status.Code.FAILED_PRECONDITION,
        "minutes still open were counted by a machine whose clock is ahead of this one's");
    assertThat(service.ask(until("10:03:00")).hasCountedThrough()).isFalse();
  }

  @Test
  void givesNoAnswerWhileARowIsMissingOrTooOld() {
    close("10:01:30");
    List<OpenBlocks.Block> blocks = rows.write(CLICKS, 1, 3);
    List<OpenBlocks.Block> newer = new ArrayList<>();
    List<OpenBlocks.Block> ofOther = new ArrayList<>();
    for (OpenBlocks.Block block : blocks) {
      newer.add(new OpenBlocks.Block(block.minuteMillis(), block.shard(), 1, 4));
      ofOther.add(new OpenBlocks.Block(block.minuteMillis(), block.shard(), 2, 1));
    }
    for (List<OpenBlocks.Block> told : List.of(newer, ofOther)) {
      rows.tell(at("10:02:30"), OPEN_FROM, told);
      restart();
      assertRefused(
          () -> service.ask(openCount("ad1")),
          Status.Code.UNAVAILABLE,
          "minutes still open are not all there just now");
      assertRefused(
          () -> service.ask(ListPopularAdsRequest.newBuilder().setIncludeOpen(true)),
          Status.Code.UNAVAILABLE,
          "minutes still open are not all there just now");
      assertThat(service.get("/v1/ads/ad1/aggregated_count?include_open=true").headers())
          .satisfies(headers -> assertThat(headers.firstValue("retry-after")).isPresent());
      assertThat(service.ask(GetAggregatedCountRequest.newBuilder().setAdId("ad1")).getCount())
          .as("closed minutes are answered for")
          .isEqualTo(1);
    }
    rows.tell(at("10:02:30"), OPEN_FROM, blocks);
    restart();
    assertThat(service.ask(openCount("ad1")).getCount()).isEqualTo(1);
  }

  /** A version that is told of is read, whatever was read before. */
  @Test
  void neverGoesBackBehindWhatIsTold() {
    close("10:01:30");
    List<TestClick> more = new ArrayList<>(CLICKS);
    rows.tell(at("10:02:30"), OPEN_FROM, rows.write(more, 1, 1));
    assertThat(service.ask(until("10:03:00")).getCount()).isEqualTo(3);
    more.add(click("ad1", "10:02:31", "FR"));
    rows.tell(at("10:02:35"), OPEN_FROM, rows.write(more, 1, 2));
    // One way alone: asked both ways, one may be answered before it is told, and one after.
    var stub = AdClickQueryGrpc.newBlockingStub(service.channel());
    StoreOutageIT.await(
        () ->
            stub.getAggregatedCount(until("10:03:00").build())
                .getCountedThrough()
                .equals(ProtoTime.of(at("10:02:35"))));
    assertThat(service.ask(until("10:03:00")).getCount()).isEqualTo(4);
  }

  private static GetAggregatedCountRequest.Builder openCount(String adId) {
    return GetAggregatedCountRequest.newBuilder().setAdId(adId).setIncludeOpen(true);
  }

  /** From the first minute on, and without a word of open ones. */
  private static GetAggregatedCountRequest.Builder until(String to) {
    return GetAggregatedCountRequest.newBuilder()
        .setAdId("ad1")
        .setFrom(text("10:00:00"))
        .setTo(text(to));
  }

  private static TestClick click(String adId, String time, String country) {
    return new TestClick(adId, at(time), "user", "1.2.3.4", country);
  }

  private static String text(String time) {
    return Instant.ofEpochMilli(at(time)).toString();
  }

  private static long at(String time) {
    return Instant.parse("2026-11-23T" + time + "Z").toEpochMilli();
  }
}
