package org.adclicks.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.RestatedHours.Restated;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.store.RangePlan.Grain;
import org.adclicks.query.store.RangePlan.Piece;
import org.junit.jupiter.api.Test;

class RangePlanTest {

  private static final long START = at("2026-01-30T22:58:00Z");
  private static final ClickBuckets BUCKETS = new ClickBuckets(64);
  private static final RestatedHours RESTATED =
      RestatedHours.of(
          Map.of(
              at("2026-02-02T05:00:00Z"), new Restated(7, BUCKETS),
              at("2026-02-02T06:00:00Z"), new Restated(7, BUCKETS),
              at("2026-02-02T07:00:00Z"), new Restated(9, BUCKETS),
              at("2026-02-04T00:00:00Z"), new Restated(9, BUCKETS)));

  @Test
  void takesTheMiddleFromRollUpsAndTheEdgesFromMinutes() {
    MinuteInterval interval = new MinuteInterval(START, at("2026-02-02T02:30:00Z"));
    assertThat(withRollUps(interval, at("2026-02-02T01:59:00Z")))
        .containsExactly(
            piece(
                Grain.MINUTES,
                "2026-01-30T22:00:00Z",
                "2026-01-30T22:58:00Z",
                "2026-01-30T23:00:00Z"),
            piece(
                Grain.HOURS,
                "2026-01-30T00:00:00Z",
                "2026-01-30T23:00:00Z",
                "2026-01-31T00:00:00Z"),
            piece(
                Grain.DAYS, "2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z"),
            piece(
                Grain.DAYS, "2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"),
            piece(
                Grain.HOURS,
                "2026-02-02T00:00:00Z",
                "2026-02-02T00:00:00Z",
                "2026-02-02T01:00:00Z"),
            piece(
                Grain.MINUTES,
                "2026-02-02T01:00:00Z",
                "2026-02-02T01:00:00Z",
                "2026-02-02T02:00:00Z"),
            piece(
                Grain.MINUTES,
                "2026-02-02T02:00:00Z",
                "2026-02-02T02:00:00Z",
                "2026-02-02T02:30:00Z"));
  }

  @Property
  void coversEveryMinuteOnceAndReadsNoRollUpThatIsNotThere(
      @ForAll @IntRange(min = 0, max = 5_000) int startMinutes,
      @ForAll @IntRange(min = 1, max = 100_000) int minutes,
      @ForAll @IntRange(min = -1_000, max = 120_000) int finalMinutes) {
    long from = START + startMinutes * Periods.MINUTE_MILLIS;
    MinuteInterval interval = new MinuteInterval(from, from + minutes * Periods.MINUTE_MILLIS);
    long finalThrough = from + finalMinutes * Periods.MINUTE_MILLIS;
    List<Piece> pieces = withRollUps(interval, finalThrough);
    long at = interval.fromMillis();
    for (Piece piece : pieces) {
      assertThat(piece.fromMillis()).isEqualTo(at);
      assertThat(piece.toMillis()).isGreaterThan(at);
      assertThat(piece.partitionMillis())
          .isEqualTo(partition(piece.grain(), piece.fromMillis()))
          .isEqualTo(partition(piece.grain(), piece.toMillis() - 1));
      if (piece.grain() != Grain.MINUTES) {
        long unit = piece.grain() == Grain.DAYS ? Periods.DAY_MILLIS : Periods.HOUR_MILLIS;
        assertThat(piece.fromMillis() % unit).isZero();
        assertThat(piece.toMillis() % unit).isZero();
        assertThat(piece.toMillis()).isLessThanOrEqualTo(finalThrough);
      }
      at = piece.toMillis();
    }
    assertThat(at).isEqualTo(interval.toMillis());
  }

  @Test
  void readsADayWithARestatedHourByItsHours() {
    MinuteInterval interval =
        new MinuteInterval(at("2026-02-01T00:00:00Z"), at("2026-02-04T01:00:00Z"));
    long rolledUpThrough = at("2026-02-04T00:00:00Z");
    assertThat(
            RangePlan.withRollUps(
                interval, RESTATED, period -> period.toMillis() <= rolledUpThrough))
        .containsExactly(
            piece(
                Grain.DAYS, "2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"),
            piece(
                Grain.HOURS,
                "2026-02-02T00:00:00Z",
                "2026-02-02T00:00:00Z",
                "2026-02-02T05:00:00Z"),
            piece(
                Grain.HOURS,
                "2026-02-02T00:00:00.007Z",
                "2026-02-02T05:00:00Z",
                "2026-02-02T07:00:00Z"),
            piece(
                Grain.HOURS,
                "2026-02-02T00:00:00.009Z",
                "2026-02-02T07:00:00Z",
                "2026-02-02T08:00:00Z"),
            piece(
                Grain.HOURS,
                "2026-02-02T00:00:00Z",
                "2026-02-02T08:00:00Z",
                "2026-02-03T00:00:00Z"),
            piece(
                Grain.DAYS, "2026-02-01T00:00:00Z", "2026-02-03T00:00:00Z", "2026-02-04T00:00:00Z"),
            piece(
                Grain.HOURS,
                "2026-02-04T00:00:00.009Z",
                "2026-02-04T00:00:00Z",
                "2026-02-04T01:00:00Z"));
  }

  @Test
  void readsThePartsOfARestatedHourByMinutes() {
    MinuteInterval interval =
        new MinuteInterval(at("2026-02-02T04:30:00Z"), at("2026-02-02T06:01:00Z"));
    Piece before =
        piece(
            Grain.MINUTES, "2026-02-02T04:00:00Z", "2026-02-02T04:30:00Z", "2026-02-02T05:00:00Z");
    Piece after =
        piece(
            Grain.MINUTES,
            "2026-02-02T06:00:00.007Z",
            "2026-02-02T06:00:00Z",
            "2026-02-02T06:01:00Z");
    assertThat(RangePlan.withRollUps(interval, RESTATED, any -> false))
        .containsExactly(
            before,
            piece(
                Grain.HOURS,
                "2026-02-02T00:00:00.007Z",
                "2026-02-02T05:00:00Z",
                "2026-02-02T06:00:00Z"),
            after);
    assertThat(RangePlan.ofMinutes(interval, RESTATED))
        .containsExactly(
            before,
            piece(
                Grain.MINUTES,
                "2026-02-02T05:00:00.007Z",
                "2026-02-02T05:00:00Z",
                "2026-02-02T06:00:00Z"),
            after);
  }

  @Property
  void readsEveryRestatedHourFromItsOwnPartitionsOnly(
      @ForAll @IntRange(min = 0, max = 5_000) int startMinutes,
      @ForAll @IntRange(min = 1, max = 10_000) int minutes,
      @ForAll @IntRange(min = -1_000, max = 12_000) int finalMinutes,
      @ForAll @IntRange(min = 0, max = 40) int count,
      @ForAll long seed) {
    long from = START + startMinutes * Periods.MINUTE_MILLIS;
    MinuteInterval interval = new MinuteInterval(from, from + minutes * Periods.MINUTE_MILLIS);
    long finalThrough = from + finalMinutes * Periods.MINUTE_MILLIS;
    RestatedHours restated = someOf(interval, count, new Random(seed));
    long at = interval.fromMillis();
    for (Piece piece :
        RangePlan.withRollUps(interval, restated, period -> period.toMillis() <= finalThrough)) {
      assertThat(piece.fromMillis()).isEqualTo(at);
      for (long hour = Periods.hourOf(at); hour < piece.toMillis(); hour += Periods.HOUR_MILLIS) {
        int epoch = restated.epochOf(hour);
        assertThat(piece.partitionMillis()).isEqualTo(partition(piece.grain(), hour) + epoch);
        if (epoch == RestatedHours.STREAM_EPOCH) {
          assertThat(piece.grain() == Grain.MINUTES || piece.toMillis() <= finalThrough).isTrue();
        } else if (piece.grain() == Grain.MINUTES) {
          assertThat(piece.toMillis() - piece.fromMillis()).isLessThan(Periods.HOUR_MILLIS);
        } else {
          assertThat(piece.grain()).isEqualTo(Grain.HOURS);
        }
      }
      at = piece.toMillis();
    }
    assertThat(at).isEqualTo(interval.toMillis());
  }

  private static RestatedHours someOf(MinuteInterval interval, int count, Random random) {
    Map<Long, Restated> hours = new HashMap<>();
    int all = 1 + interval.minutes() / 60;
    for (int i = 0; i < count; i++) {
      long hour = interval.fromMillis() + random.nextInt(all) * Periods.HOUR_MILLIS;
      hours.put(Periods.hourOf(hour), new Restated(1 + random.nextInt(2), BUCKETS));
    }
    return RestatedHours.of(hours);
  }

  private static long partition(Grain grain, long millis) {
    return switch (grain) {
      case MINUTES -> Periods.hourOf(millis);
      case HOURS -> Periods.dayOf(millis);
      case DAYS -> Periods.monthOf(millis);
    };
  }

  private static Piece piece(Grain grain, String partition, String from, String to) {
    return new Piece(grain, at(partition), at(from), at(to));
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static List<Piece> withRollUps(MinuteInterval interval, long throughMillis) {
    return RangePlan.withRollUps(
        interval, RestatedHours.NONE, period -> period.toMillis() <= throughMillis);
  }
}
