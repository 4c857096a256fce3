package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.adclicks.localstack.oracle.Cell;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.SampleClick;
import org.adclicks.localstack.oracle.TopList;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.v1.MinuteState;

/** Compares the store with the oracle. */
final class AnswerCheck {

  private final Oracle oracle;
  private final StoredAnswers stored;

  AnswerCheck(Oracle oracle, StoredAnswers stored) {
    this.oracle = oracle;
    this.stored = stored;
  }

  void cells() {
    assertThat(stored.cells()).containsExactlyInAnyOrderElementsOf(oracle.cells());
  }

  /** Compares minutes that may still be open, as far as they are told of. */
  void openMinutes() {
    List<Cell> open = stored.openCells();
    Set<Long> minutes = open.stream().map(Cell::minuteMillis).collect(Collectors.toSet());
    assertThat(open)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            oracle.cells().stream().filter(cell -> minutes.contains(cell.minuteMillis())).toList());
  }

  /** Whether the minutes before a time say that all their clicks are counted. */
  boolean areCounted(long throughMillis) {
    return stored.clicksOfMinutes(throughMillis)
        == oracle.cells().stream()
            .filter(cell -> cell.minuteMillis() < throughMillis)
            .mapToLong(Cell::clicks)
            .sum();
  }

  /** Compares cells, lists and the click index of what ended at or before a time. */
  void tablesThrough(long throughMillis) {
    assertThat(stored.cells())
        .filteredOn(cell -> cell.minuteMillis() < throughMillis)
        .containsExactlyInAnyOrderElementsOf(
            oracle.cells().stream().filter(cell -> cell.minuteMillis() < throughMillis).toList());
    assertThat(through(throughMillis, stored.leaderboards()))
        .containsExactlyInAnyOrderElementsOf(
            through(throughMillis, oracle.topOfWindows(60_000, 60_000, 1000)));
    assertThat(through(throughMillis, stored.topAds(60_000)))
        .containsExactlyInAnyOrderElementsOf(
            through(throughMillis, oracle.topOfWindows(60_000, 10_000, 100)));
    assertThat(through(throughMillis, stored.topAds(300_000)))
        .containsExactlyInAnyOrderElementsOf(
            through(throughMillis, oracle.topOfWindows(300_000, 60_000, 100)));
    clicksThrough("clicks_by_minute", throughMillis);
  }

  private static List<TopList> through(long millis, List<TopList> lists) {
    return lists.stream().filter(list -> list.windowEndMillis() <= millis).toList();
  }

  void hours() {
    assertThat(stored.cells("cells_by_hour", "hour"))
        .containsExactlyInAnyOrderElementsOf(summed(Periods::hourOf));
  }

  void rollUps() {
    hours();
    assertThat(stored.cells("cells_by_day", "day"))
        .containsExactlyInAnyOrderElementsOf(summed(Periods::dayOf));
  }

  private List<Cell> summed(LongUnaryOperator period) {
    Map<List<Object>, Long> totals = new java.util.HashMap<>();
    for (Cell cell : oracle.cells()) {
      long start = period.applyAsLong(cell.minuteMillis());
      totals.merge(List.of(start, cell.adId(), cell.scope()), cell.clicks(), Long::sum);
    }
    List<Cell> cells = new ArrayList<>();
    totals.forEach(
        (key, clicks) ->
            cells.add(
                new Cell((Long) key.get(0), (String) key.get(1), (String) key.get(2), clicks)));
    return cells;
  }

  void leaderboards() {
    assertThat(stored.leaderboards())
        .containsExactlyInAnyOrderElementsOf(oracle.topOfWindows(60_000, 60_000, 1000));
  }

  void slidingLists(long lengthMillis, long periodMillis) {
    assertThat(stored.topAds(lengthMillis))
        .containsExactlyInAnyOrderElementsOf(oracle.topOfWindows(lengthMillis, periodMillis, 100));
  }

  void clickIndex() {
    List<SampleClick> clicks = oracle.sample(Integer.MAX_VALUE);
    for (ClickSide side : ClickSide.values()) {
      assertThat(stored.clicks("clicks_by_minute", side))
          .containsExactlyInAnyOrderElementsOf(clicks);
    }
  }

  /** Compares the hours of the click index that ended at or before a time. */
  void clickHours(long throughMillis) {
    clicksThrough("click_hours", throughMillis);
  }

  private void clicksThrough(String table, long throughMillis) {
    List<SampleClick> clicks =
        oracle.sample(Integer.MAX_VALUE).stream()
            .filter(click -> click.timestampMillis() < throughMillis)
            .toList();
    for (ClickSide side : ClickSide.values()) {
      assertThat(stored.clicks(table, side))
          .filteredOn(click -> click.timestampMillis() < throughMillis)
          .containsExactlyInAnyOrderElementsOf(clicks);
    }
  }

  /** Compares what a recompute says of minutes: the clicks and ads of each. */
  void restatedMinutes() {
    Map<Long, Long> clicks = new TreeMap<>();
    Map<Long, Set<String>> ads = new TreeMap<>();
    for (Cell cell : oracle.cells()) {
      clicks.merge(cell.minuteMillis(), cell.clicks(), Long::sum);
      ads.computeIfAbsent(cell.minuteMillis(), any -> new HashSet<>()).add(cell.adId());
    }
    assertThat(stored.minutes())
        .extracting(row -> StoredAnswers.millis(row, "minute"))
        .containsExactlyInAnyOrderElementsOf(clicks.keySet());
    for (Row row : stored.minutes()) {
      long minute = StoredAnswers.millis(row, "minute");
      assertThat(row.getInt("state")).isEqualTo(MinuteState.RESTATED.getNumber());
      assertThat(StoredAnswers.counts(row).clicks()).isEqualTo(clicks.get(minute));
      assertThat(StoredAnswers.counts(row).ads())
          .isEqualTo(ads.getOrDefault(minute, Set.of()).size());
    }
  }

  void minutes(long badLines) {
    Map<Long, Long> expected = new TreeMap<>();
    for (Cell cell : oracle.cells()) {
      expected.merge(cell.minuteMillis(), cell.clicks(), Long::sum);
    }
    Map<Long, Long> actual = new TreeMap<>();
    long duplicates = 0;
    long rejected = 0;
    for (Row row : stored.minutes()) {
      MinuteCounts counts = StoredAnswers.counts(row);
      duplicates += counts.duplicates();
      rejected += counts.rejected();
      assertThat(counts.tooLate()).isZero();
      if (counts.clicks() > 0) {
        actual.put(StoredAnswers.millis(row, "minute"), counts.clicks());
        assertThat(row.getInt("state")).isEqualTo(MinuteState.FINAL.getNumber());
      }
    }
    assertThat(actual).isEqualTo(expected);
    assertThat(duplicates).isEqualTo(oracle.duplicates());
    assertThat(rejected).isLessThanOrEqualTo(badLines);
  }
}
