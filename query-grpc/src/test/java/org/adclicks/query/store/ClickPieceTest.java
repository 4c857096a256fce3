package org.adclicks.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;
import org.junit.jupiter.api.Test;

class ClickPieceTest {

  private static final long DAY = Periods.dayOf(1_700_000_000_000L);

  @Test
  void hoursOfOneDayAreOneRead() {
    ClickPiece first = byHour(64, DAY, 22, 23);
    ClickPiece second = byHour(64, DAY, 23, 24);
    assertThat(first.goesOnWith(second)).isTrue();
    assertThat(first.with(second)).isEqualTo(byHour(64, DAY, 22, 24));
    assertThat(first.with(second).rowsToRead()).isEqualTo(2);
  }

  @Test
  void whatLiesElsewhereIsReadByItself() {
    ClickPiece hour = byHour(64, DAY, 22, 23);
    assertThat(hour.goesOnWith(byHour(64, DAY + Periods.DAY_MILLIS, 24, 25))).isFalse();
    assertThat(hour.goesOnWith(byHour(64, DAY + 3, 23, 24))).as("restated").isFalse();
    assertThat(hour.goesOnWith(byHour(128, DAY, 23, 24))).as("other buckets").isFalse();
    assertThat(hour.goesOnWith(byHour(64, DAY, 21, 22))).as("not behind it").isFalse();
    ClickPiece minutes =
        new ClickPiece(StoredTable.CLICKS_BY_MINUTE, new ClickBuckets(64), DAY, hours(23, 24));
    assertThat(hour.goesOnWith(minutes)).isFalse();
  }

  @Test
  void partsOfHoursCostTheHours() {
    long from = DAY + Periods.HOUR_MILLIS - Periods.MINUTE_MILLIS;
    MinuteInterval twoMinutes = new MinuteInterval(from, from + 2 * Periods.MINUTE_MILLIS);
    ClickPiece piece =
        new ClickPiece(StoredTable.CLICK_HOURS, new ClickBuckets(64), DAY, twoMinutes);
    assertThat(piece.rowsToRead()).isEqualTo(2);
  }

  private static ClickPiece byHour(int buckets, long partition, int from, int to) {
    return new ClickPiece(
        StoredTable.CLICK_HOURS, new ClickBuckets(buckets), partition, hours(from, to));
  }

  private static MinuteInterval hours(int from, int to) {
    return new MinuteInterval(DAY + from * Periods.HOUR_MILLIS, DAY + to * Periods.HOUR_MILLIS);
  }
}
