package org.adclicks.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.store.RangePlan.Grain;
import org.adclicks.query.store.RangePlan.Piece;
import org.junit.jupiter.api.Test;

class RangePlanTest {

  private static final long START = at("2026-01-30T22:58:00Z");

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
    return RangePlan.withRollUps(interval, period -> period.toMillis() <= throughMillis);
  }
}
