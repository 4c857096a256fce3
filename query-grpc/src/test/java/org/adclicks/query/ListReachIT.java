package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.MinuteState;
import org.junit.jupiter.api.Test;

/** A list is believed where all of it was listed, and what it leaves open can be looked up. */
class ListReachIT {

  private static final long DAY = Instant.parse("2026-11-23T00:00:00Z").toEpochMilli();
  private static final long TEN = DAY + 10 * Periods.HOUR_MILLIS;
  private static final long ELEVEN = TEN + Periods.HOUR_MILLIS;

  /** As of a pipeline that was started again with lists, in the middle of a minute. */
  @Test
  void listsOfBeforeTheyWereKeptAreNotBelieved() {
    List<TestClick> clicks = List.of(click("ad1", TEN), click("ad1", TEN), click("ad2", TEN + 1));
    try (CqlSession session = SharedCassandra.keyspace("lists_later")) {
      TestStore store = complete(session, clicks);
      new TestStore(session, clicks.subList(2, 3)).leaderboards(100);
      Map<String, Instant> kept =
          new HashMap<>(Map.of(StoreSchema.KEPT_CELLS, Instant.ofEpochMilli(DAY)));
      kept.put(StoreSchema.KEPT_FIVE_MINUTES, Instant.ofEpochMilli(TEN + Periods.MINUTE_MILLIS));
      store.counted(DAY, ELEVEN, "", kept);
      try (RunningService service = new RunningService(session)) {
        MinuteInterval minute = new MinuteInterval(TEN, TEN + Periods.MINUTE_MILLIS);
        ListPopularAdsResponse answer = service.ask(top(minute, 10));
        assertThat(answer.getState()).isEqualTo(MinuteState.FINAL);
        assertThat(RunningService.ranked(answer)).isEqualTo(store.top(10, Filter.NONE, minute));
      }
    }
  }

  /** Cells are shorter lived than lists here; hours have what both had. */
  @Test
  void listsWhoseCellsAreGoneAreNotBelieved() {
    List<TestClick> clicks = new ArrayList<>();
    for (int five = 0; five < 12; five++) {
      long at = TEN + five * Periods.FIVE_MINUTES_MILLIS;
      // Another ad leads each five minutes; ad2 is second in all of them, and first in the hour.
      clicks.addAll(List.of(click("lead" + five, at), click("lead" + five, at)));
      clicks.add(click("ad2", at));
    }
    try (CqlSession session = SharedCassandra.keyspace("lists_longer")) {
      session.execute(
          "ALTER TABLE cells WITH default_time_to_live = " + Duration.ofDays(30).toSeconds());
      TestStore store = new TestStore(session, clicks);
      store.minutes();
      store.rollUps(false);
      for (int five = 0; five < 12; five++) {
        store.fiveMinutes(TEN + five * Periods.FIVE_MINUTES_MILLIS, 1);
      }
      store.progress(ELEVEN, ELEVEN);
      store.rolledUp(ELEVEN);
      store.counted(DAY, ELEVEN, "");
      store.written(TEN, Instant.now().minus(Duration.ofDays(40)));
      try (RunningService service = new RunningService(session)) {
        MinuteInterval hour = new MinuteInterval(TEN, ELEVEN);
        assertThat(RunningService.ranked(service.ask(top(hour, 3))))
            .isEqualTo(store.top(3, Filter.NONE, hour));
      }
    }
  }

  /** As of a window over the end of an hour whose lists are gone, into one without a click. */
  @Test
  void aSlidingListThatIsGoneIsNotNobody() {
    try (CqlSession session = SharedCassandra.keyspace("lists_gone")) {
      TestStore store = new TestStore(session, List.of(click("ad1", ELEVEN - 30_000)));
      store.cells();
      store.minutes();
      store.progress(ELEVEN + 30_000, TEN);
      store.counted(DAY, ELEVEN + 30_000, "90s/30s");
      store.written(TEN, Instant.now().minus(Duration.ofDays(8)));
      try (RunningService service = new RunningService(session)) {
        assertThatExceptionOfType(StatusRuntimeException.class)
            .isThrownBy(() -> service.ask(ListPopularAdsRequest.newBuilder().setWindow("90s")))
            .withMessageContaining("no list of 90s/30s is kept");
      }
    }
  }

  /** A whole day's first thousand takes all the room there is, and has it back before it reads. */
  @Test
  void theLongestListIsAnsweredWithoutLists() {
    List<TestClick> clicks = List.of(click("ad1", TEN), click("ad1", ELEVEN), click("ad2", TEN));
    try (CqlSession session = SharedCassandra.keyspace("lists_never")) {
      TestStore store = complete(session, clicks);
      store.counted(DAY, ELEVEN, "", Map.of(StoreSchema.KEPT_CELLS, Instant.ofEpochMilli(DAY)));
      try (RunningService service = new RunningService(session)) {
        MinuteInterval day = new MinuteInterval(DAY, DAY + Periods.DAY_MILLIS);
        ListPopularAdsResponse answer = service.ask(top(day, 1_000));
        assertThat(answer.getInterval().getTo()).isEqualTo(ProtoTime.of(day.toMillis()));
        assertThat(RunningService.ranked(answer)).isEqualTo(store.top(1_000, Filter.NONE, day));
      }
    }
  }

  private static TestStore complete(CqlSession session, List<TestClick> clicks) {
    TestStore store = new TestStore(session, clicks);
    store.cells();
    store.minutes();
    store.progress(ELEVEN, ELEVEN);
    return store;
  }

  private static TestClick click(String adId, long millis) {
    return TestClick.at(Instant.ofEpochMilli(millis).toString(), adId, "ann", "1.2.3.4", "US");
  }

  private static ListPopularAdsRequest.Builder top(MinuteInterval interval, int count) {
    return ListPopularAdsRequest.newBuilder()
        .setCount(count)
        .setFrom(String.valueOf(interval.fromMillis()))
        .setTo(String.valueOf(interval.toMillis()));
  }
}
