package org.adclicks.proto.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoreContractTest {

  /** Rows already written are found only if these never change. */
  @Test
  void bucketsOfKnownKeysStay() {
    assertThat(Buckets.of("ad1")).isEqualTo(9);
    assertThat(Buckets.of("ad2")).isEqualTo(54);
    assertThat(Buckets.of("1.2.3.4")).isEqualTo(6);
    assertThat(Buckets.of("空")).isEqualTo(39);
  }

  @Test
  void keysSpreadOverAllBuckets() {
    int[] keys = new int[Buckets.COUNT];
    for (int i = 0; i < 64_000; i++) {
      keys[Buckets.of("ad" + i)]++;
    }
    for (int inBucket : keys) {
      assertThat(inBucket).isBetween(800, 1200);
    }
  }

  @Test
  void versionsGrowWithTotalAndEpochOnly() {
    long minute = 1_700_000_040_000L;
    assertThat(Versions.of(minute, 0, 2)).isGreaterThan(Versions.of(minute, 0, 1));
    assertThat(Versions.of(minute, 1, 0)).isGreaterThan(Versions.of(minute, 0, (1L << 40) - 1));
    assertThatThrownBy(() -> Versions.of(minute, 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Versions.of(minute, 0, 1L << 40))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void finalMinutesNeverLoseAgainstClosedOnes() {
    long minute = 1_700_000_040_000L;
    long most = (1L << 37) - 1;
    assertThat(Versions.ofMinute(minute, 0, 3, 0))
        .isGreaterThan(Versions.ofMinute(minute, 0, 2, most));
    assertThat(Versions.ofMinute(minute, 0, 2, 2))
        .isGreaterThan(Versions.ofMinute(minute, 0, 2, 1));
    assertThat(Versions.ofMinute(minute, 1, 1, 0))
        .isGreaterThan(Versions.ofMinute(minute, 0, 7, most));
    assertThatThrownBy(() -> Versions.ofMinute(minute, 0, 8, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Versions.ofMinute(minute, 0, 0, most + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theEarliestOfSeveralWritesWins() {
    long hour = 1_700_000_000_000L;
    assertThat(Versions.ofEarliest(hour, 1_800_000_000_000L))
        .isGreaterThan(Versions.ofEarliest(hour, 1_800_000_001_000L));
    assertThat(Versions.of(hour, 1, 0))
        .as("a recompute writes the hour anew")
        .isGreaterThan(Versions.ofEarliest(hour, 0));
  }

  @Test
  void periodsAreThoseOfTheUtcCalendar() {
    long time = Instant.parse("2024-02-29T23:59:59.999Z").toEpochMilli();
    assertThat(Instant.ofEpochMilli(Periods.minuteOf(time))).isEqualTo("2024-02-29T23:59:00Z");
    assertThat(Instant.ofEpochMilli(Periods.hourOf(time))).isEqualTo("2024-02-29T23:00:00Z");
    assertThat(Instant.ofEpochMilli(Periods.dayOf(time))).isEqualTo("2024-02-29T00:00:00Z");
    assertThat(Instant.ofEpochMilli(Periods.monthOf(time))).isEqualTo("2024-02-01T00:00:00Z");
  }

  @Test
  void schemaStatementsAreWholeAndTablesAreCreatedOnce() {
    Set<String> tables = new HashSet<>();
    Set<String> dropped = new HashSet<>();
    for (int version = StoreSchema.OLDEST; version <= StoreSchema.VERSION; version++) {
      for (String statement : StoreSchema.statements(version)) {
        if (statement.startsWith("ALTER TABLE ")) {
          // Executed once more they change nothing.
          assertThat(statement).containsAnyOf(" ADD IF NOT EXISTS ", " WITH default_time_to_live");
          assertThat(tables).contains(statement.split(" ", 4)[2]);
        } else if (statement.startsWith("DROP TABLE IF EXISTS ")) {
          assertThat(tables.remove(statement.split(" ", 5)[4])).isTrue();
          dropped.add(statement.split(" ", 5)[4]);
        } else {
          assertThat(statement).startsWith("CREATE TABLE IF NOT EXISTS ");
          assertThat(tables.add(statement.split(" ", 7)[5])).isTrue();
        }
      }
    }
    assertThat(tables)
        .as("so that any step may be executed again")
        .doesNotContainAnyElementsOf(dropped);
    assertThat(tables).contains("cells", "leaderboards", "top_ads", "minutes", "progress");
    assertThat(tables).contains("leaderboards_by_five_minutes", "clicks_by_minute", "click_hours");
  }
}
