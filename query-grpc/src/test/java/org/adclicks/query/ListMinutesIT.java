package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.RestatedHours.Restated;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.ListClicksPerMinuteRequest;
import org.adclicks.v1.ListClicksPerMinuteResponse;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteClicks;
import org.adclicks.v1.MinuteState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said of minutes: one ad's clicks in each, and their states. */
class ListMinutesIT {

  private static final List<TestClick> CLICKS =
      List.of(
          TestClick.at("2026-11-23T09:58:01Z", "ad1", "ann", "1.2.3.4", "US"),
          TestClick.at("2026-11-23T09:58:59.999Z", "ad1", "bob", "1.2.3.5", "DE"),
          TestClick.at("2026-11-23T10:00:00Z", "ad1", "ann", "1.2.3.4", "US"),
          TestClick.at("2026-11-23T10:00:00Z", "ad2", "ann", "1.2.3.4", "US"),
          TestClick.at("2026-11-23T10:01:00Z", "ad1", "ann", "1.2.3.5", "US"));
  private static CqlSession session;
  private static TestStore store;
  private static RunningService service;

  @BeforeAll
  static void start() {
    session = SharedCassandra.keyspace("minutes_of_day");
    store = new TestStore(session, CLICKS);
    store.cells();
    store.clickIndex();
    store.progress(at("10:02:30"), at("10:00:00"));
    store.counted(at("08:00:00"), at("10:02:30"), "");
    store.minute(at("09:50:00"), MinuteState.FINAL, 9);
    store.minute(at("09:58:00"), MinuteState.CLOSED, 2);
    store.minute(at("10:00:00"), MinuteState.CLOSED, 2);
    store.minute(at("10:01:00"), MinuteState.CLOSED, 1);
    store.minute(at("10:02:00"), MinuteState.OPEN, 0);
    service = new RunningService(session);
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
  }

  @Test
  void listsEveryMinuteOfAnAdAlsoThoseWithoutAClick() {
    ListClicksPerMinuteResponse answer =
        service.ask(perMinute("ad1").setFrom(time("09:57:00")).setTo(time("10:02:00")));
    assertThat(answer.getMinutesList())
        .extracting(MinuteClicks::getClicks)
        .containsExactly(0L, 2L, 0L, 1L, 1L);
    assertThat(answer.getMinutes(0).getMinute()).isEqualTo(ProtoTime.of(at("09:57:00")));
    assertThat(answer.getState()).isEqualTo(MinuteState.CLOSED);
  }

  @Test
  void filtersTheMinutesOfAnAd() {
    assertThat(filtered("country=\"US\"")).containsExactly(0L, 1L, 0L, 1L, 1L);
    assertThat(filtered("user_id=\"ann\"")).containsExactly(0L, 1L, 0L, 1L, 1L);
    assertThat(filtered("ip=\"1.2.3.5\"")).containsExactly(0L, 1L, 0L, 0L, 1L);
    assertThat(filtered("ip=\"1.2.3.5\" AND country=\"DE\"")).containsExactly(0L, 1L, 0L, 0L, 0L);
  }

  private static List<Long> filtered(String filter) {
    return service
        .ask(perMinute("ad1").setFrom(time("09:57:00")).setTo(time("10:02:00")).setFilter(filter))
        .getMinutesList()
        .stream()
        .map(MinuteClicks::getClicks)
        .toList();
  }

  @Test
  void showsTheLastHourOfAnAdByDefaultAndADayAtMost() {
    assertThat(service.ask(perMinute("ad1")).getMinutesCount()).isEqualTo(60);
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                service.ask(
                    perMinute("ad1").setFrom("2026-11-22T10:00:00Z").setTo(time("10:01:00"))))
        .withMessageContaining("from: may be at most 24 hours");
  }

  @Test
  void saysWhatIsKnownOfEachMinute() {
    ListMinutesResponse answer =
        service.ask(
            ListMinutesRequest.newBuilder().setFrom(time("09:50:00")).setTo(time("11:00:00")));
    assertThat(answer.getMinutesList())
        .extracting(Minute::getState)
        .containsExactly(
            MinuteState.FINAL,
            MinuteState.FINAL,
            MinuteState.CLOSED,
            MinuteState.CLOSED,
            MinuteState.OPEN);
    assertThat(answer.getMinutes(0))
        .isEqualTo(
            Minute.newBuilder()
                .setMinute(ProtoTime.of(at("09:50:00")))
                .setState(MinuteState.FINAL)
                .setClicks(9)
                .setAds(2)
                .setDuplicates(3)
                .setLate(4)
                .setTooLate(5)
                .setRejected(6)
                .build());
    assertThat(answer.getAsOf()).isEqualTo(ProtoTime.of(at("10:02:30")));
  }

  /** Clicks are those of the archive; what was doubled, late or rejected only the stream saw. */
  @Test
  void saysOfARestatedMinuteWhatEachOfBothKnows() {
    store.minute(at("08:29:00"), MinuteState.FINAL, 9);
    store.minute(at("08:30:00"), MinuteState.FINAL, 9);
    store.minute(at("08:31:00"), MinuteState.FINAL, 9);
    // A former recompute found clicks where the newest finds none.
    recomputed(1).minute(at("08:31:00"), MinuteState.FINAL, 100);
    TestStore newest = recomputed(2);
    newest.minute(at("08:30:00"), MinuteState.FINAL, 11, 7, 20, 30, 2, 50);
    newest.minute(at("08:32:00"), MinuteState.FINAL, 1, 1, 20, 30, 40, 50);
    newest.show(Instant.now());
    Minute.Builder minute = Minute.newBuilder().setState(MinuteState.FINAL).setRestated(true);
    assertThat(
            service
                .ask(
                    ListMinutesRequest.newBuilder()
                        .setFrom(time("08:30:00"))
                        .setTo(time("09:00:00")))
                .getMinutesList())
        .containsExactly(
            minute
                .setMinute(ProtoTime.of(at("08:30:00")))
                .setClicks(11)
                .setAds(7)
                .setDuplicates(3)
                .setLate(4)
                // Five came too late, two of them before the recompute.
                .setTooLate(3)
                .setRejected(6)
                .build(),
            minute
                .setMinute(ProtoTime.of(at("08:31:00")))
                .setClicks(0)
                .setAds(0)
                .setTooLate(5)
                .build(),
            minute
                .setMinute(ProtoTime.of(at("08:32:00")))
                .setClicks(1)
                .setAds(1)
                .clearDuplicates()
                .clearLate()
                .clearTooLate()
                .clearRejected()
                .build());
  }

  private static TestStore recomputed(int epoch) {
    return store.recomputing(
        RestatedHours.of(Map.of(at("08:00:00"), new Restated(epoch, TestStore.CLICK_BUCKETS))));
  }

  @Test
  void listsTheLastTenMinutesByDefault() {
    ListMinutesResponse answer = service.ask(ListMinutesRequest.newBuilder());
    assertThat(answer.getInterval())
        .isEqualTo(new MinuteInterval(at("09:52:00"), at("10:02:00")).toProto());
    assertThat(answer.getMinutesList()).extracting(Minute::getClicks).containsExactly(2L, 2L, 1L);
  }

  @Test
  void saysSoWhileNothingHasBeenCounted() {
    try (CqlSession empty = SharedCassandra.keyspace("nothing_yet")) {
      assertNothingHasBeenCounted(empty);
      // What was counted may be noted before how far all is.
      new TestStore(empty, List.of()).counted(at("09:58:00"), at("10:02:00"), "");
      assertNothingHasBeenCounted(empty);
    }
  }

  private static void assertNothingHasBeenCounted(CqlSession session) {
    try (RunningService fresh = new RunningService(session)) {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> fresh.ask(ListPopularAdsRequest.newBuilder()))
          .withMessageStartingWith("FAILED_PRECONDITION: nothing has been counted yet");
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () ->
                  fresh.ask(
                      GetAggregatedCountRequest.newBuilder()
                          .setAdId("ad1")
                          .setFrom(time("10:00:00"))
                          .setTo(time("10:01:00"))))
          .withMessageStartingWith("FAILED_PRECONDITION: nothing has been counted yet");
      ListMinutesResponse nothing =
          fresh.ask(
              ListMinutesRequest.newBuilder().setFrom(time("10:00:00")).setTo(time("10:01:00")));
      assertThat(nothing.getMinutesList()).isEmpty();
      assertThat(nothing.hasDataFrom()).isFalse();
    }
  }

  private static ListClicksPerMinuteRequest.Builder perMinute(String adId) {
    return ListClicksPerMinuteRequest.newBuilder().setAdId(adId);
  }

  private static String time(String time) {
    return "2026-11-23T" + time + "Z";
  }

  private static long at(String time) {
    return Instant.parse(time(time)).toEpochMilli();
  }
}
