package org.adclicks.benchmarks.kept;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.adclicks.pipeline.sink.StoreTable;

/** What all tables held of some hours, at one time. */
public record RowDigests(Map<StoreTable, Digest> byTable) {

  /** All that a recompute writes of an hour. */
  public static final List<StoreTable> TABLES =
      List.of(
          StoreTable.CELLS,
          StoreTable.CELLS_BY_HOUR,
          StoreTable.LEADERBOARDS,
          StoreTable.LEADERBOARDS_BY_FIVE_MINUTES,
          StoreTable.TOP_ADS,
          StoreTable.CLICK_HOURS,
          StoreTable.MINUTES);

  /**
   * How many rows a table has, and a sum of hashes of all: the same for the same rows, in whatever
   * order, and under whatever epoch.
   */
  public record Digest(long rows, long sum) {}

  public RowDigests {
    byTable = Map.copyOf(byTable);
  }

  /** Whether no table is empty; says which is. */
  public boolean isEverywhereSome() {
    List<StoreTable> empty =
        TABLES.stream()
            .filter(table -> byTable.getOrDefault(table, new Digest(0, 0)).rows() == 0)
            .toList();
    empty.forEach(table -> say("WRONG: " + table + " is empty"));
    return empty.isEmpty();
  }

  /** Of all tables. */
  public long rows() {
    return byTable.values().stream().mapToLong(Digest::rows).sum();
  }

  /** Whether these are the same rows as those; says which are not. */
  public boolean areThoseOf(RowDigests before, String when) {
    boolean same = true;
    for (StoreTable table : TABLES) {
      Digest was = before.byTable.get(table);
      Digest is = byTable.get(table);
      if (!Objects.equals(was, is)) {
        say("WRONG, " + when + ": " + table + " was " + was + ", is " + is);
        same = false;
      }
    }
    return same;
  }
}
