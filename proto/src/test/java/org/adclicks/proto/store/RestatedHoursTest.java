package org.adclicks.proto.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestatedHoursTest {

  private static final long HOUR = 1_600_002_000_000L;
  private static final long NEXT = HOUR + Periods.HOUR_MILLIS;
  private static final ClickBuckets BUCKETS = new ClickBuckets(64);

  private final RestatedHours hours =
      RestatedHours.of(
          Map.of(
              HOUR, new RestatedHours.Restated(7, BUCKETS),
              NEXT, new RestatedHours.Restated(3, BUCKETS)));

  @Test
  void anHourIsReadWhereItsNewestRestatementIs() {
    assertThat(hours.partitionOf(HOUR)).isEqualTo(HOUR + 7);
    assertThat(hours.partitionOf(NEXT)).isEqualTo(NEXT + 3);
    assertThat(hours.partitionOf(HOUR - Periods.HOUR_MILLIS)).isEqualTo(HOUR - Periods.HOUR_MILLIS);
    assertThat(hours.bucketsOf(HOUR)).contains(BUCKETS);
    assertThat(hours.bucketsOf(NEXT + Periods.HOUR_MILLIS)).isEmpty();
  }

  @Test
  void aWindowIsReadWithTheNewestHourItReachesInto() {
    assertThat(hours.partitionOfWindow(HOUR - 50_000, HOUR + 10_000)).isEqualTo(HOUR + 7);
    assertThat(hours.partitionOfWindow(NEXT - 50_000, NEXT + 10_000)).isEqualTo(HOUR + 7);
    assertThat(hours.partitionOfWindow(NEXT, NEXT + 60_000)).isEqualTo(NEXT + 3);
    long after = NEXT + Periods.HOUR_MILLIS;
    assertThat(hours.partitionOfWindow(after - 60_000, after)).isEqualTo(NEXT + 3);
    assertThat(hours.partitionOfWindow(after, after + 60_000)).isEqualTo(after);
    assertThat(RestatedHours.NONE.partitionOfWindow(HOUR - 60_000, HOUR)).isEqualTo(HOUR);
  }

  /** Whoever looks for the lists of an hour has to look in all of these. */
  @Test
  void everyWindowIsInAPartitionOfTheHourItEndsInOrOfOneBefore() {
    for (long end = HOUR - 600_000; end <= NEXT + Periods.HOUR_MILLIS + 600_000; end += 10_000) {
      long from = end - 300_000;
      Set<Long> asked = new HashSet<>(hours.partitionsOfWindowsEnding(Periods.hourOf(from)));
      asked.addAll(hours.partitionsOfWindowsEnding(Periods.hourOf(end)));
      assertThat(asked).contains(hours.partitionOfWindow(from, end));
    }
    assertThat(RestatedHours.NONE.partitionsOfWindowsEnding(HOUR)).containsExactly(HOUR);
  }

  @Test
  void tellsWhatWasRestated() {
    assertThat(hours.touch(HOUR - 60_000, HOUR)).isFalse();
    assertThat(hours.touch(HOUR - 60_000, HOUR + 1)).isTrue();
    assertThat(hours.touch(NEXT + 60_000, NEXT + 120_000)).isTrue();
    assertThat(hours.hoursOf(HOUR + 60_000, NEXT)).containsExactly(HOUR);
  }

  @Test
  void anEpochHasItsRoom() {
    assertThatThrownBy(() -> new RestatedHours.Restated(0, BUCKETS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RestatedHours.Restated(60_000, BUCKETS))
        .hasMessageContaining("1..59999");
  }
}
