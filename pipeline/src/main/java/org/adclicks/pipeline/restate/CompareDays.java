package org.adclicks.pipeline.restate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.StorePartition;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.sink.StoredPartitions;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.proto.store.StoreSchema;

/**
 * Holds the roll-ups of days against those of their hours, which are held against the archive. Of
 * days with a restated hour nobody reads them.
 *
 * <p>Errors: the driver's, after the store has refused a page for half a minute.
 */
final class CompareDays {

  private final StoreSettings store;
  private final Restatements restatements;

  CompareDays(StoreSettings store, Restatements restatements) {
    this.store = store;
    this.restatements = restatements;
  }

  /**
   * What differs of the days that have any of these hours and are rolled up.
   *
   * @param written when the rows of each hour were, by the clock
   */
  List<Drift> of(HourRange hours, Map<Long, Long> written) {
    List<Drift> found = new ArrayList<>();
    RestatedHours restated = restatements.current();
    List<CountedStretch> stretches = restatements.stretches();
    for (long day = Periods.dayOf(hours.fromMillis());
        day < hours.toMillis();
        day += Periods.DAY_MILLIS) {
      List<CountedStretch> having = CountedStretch.within(day, day + Periods.DAY_MILLIS, stretches);
      if (isWritten(day, having)
          && !restated.touch(day, day + Periods.DAY_MILLIS)
          && !areGone(day, written)) {
        compare(day, found);
      }
    }
    return found;
  }

  /** As readers: by any that has the whole day; or by the only one, from where it begins. */
  private static boolean isWritten(long day, List<CountedStretch> having) {
    long lastHour = day + Periods.DAY_MILLIS - Periods.HOUR_MILLIS;
    return having.stream()
        .filter(each -> having.size() == 1 || each.hasAll(day, day + Periods.DAY_MILLIS))
        .anyMatch(
            each ->
                each.keeps(StoreSchema.KEPT_ROLL_UPS, day)
                    && each.hasWritten(StoreSchema.KEPT_ROLL_UPS, lastHour));
  }

  private boolean areGone(long day, Map<Long, Long> written) {
    try (StoredPartitions hours =
        StoredPartitions.connect(store, StoreTable.CELLS_BY_HOUR, 1, "*")) {
      return written.entrySet().stream()
          .filter(hour -> Periods.dayOf(hour.getKey()) == day)
          .anyMatch(hour -> hours.areGone(hour.getValue(), Periods.DAY_MILLIS));
    }
  }

  private void compare(long day, List<Drift> found) {
    try (StoredRows rows = new StoredRows(store)) {
      for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
        Map<List<Object>, Long> ofHours = new HashMap<>();
        rows.forEach(
            new StorePartition(StoreTable.CELLS_BY_HOUR, List.of(bucket, day)),
            hour -> ofHours.merge(keyOf(hour), clicks(hour), Long::sum));
        Map<List<Object>, Long> ofDay = new HashMap<>();
        rows.forEach(
            new StorePartition(StoreTable.CELLS_BY_DAY, List.of(bucket, Periods.monthOf(day))),
            each -> {
              if (each.get(3).equals(day)) {
                ofDay.put(keyOf(each), clicks(each));
              }
            });
        ofHours.forEach(
            (cell, clicks) -> {
              Long stored = ofDay.remove(cell);
              if (!clicks.equals(stored)) {
                found.add(drift(day, cell, stored == null ? "missing" : stored, clicks));
              }
            });
        ofDay.forEach((cell, clicks) -> found.add(drift(day, cell, clicks, "missing")));
      }
    }
  }

  private static Drift drift(long day, List<Object> cell, Object is, Object should) {
    return new Drift(
        day,
        StoreTable.CELLS_BY_DAY,
        cell.get(0)
            + cell.subList(1, cell.size()).toString()
            + " is "
            + is
            + ", should be "
            + should);
  }

  /** The ad, and a value in each dimension. */
  private static List<Object> keyOf(List<Object> row) {
    List<Object> key = new ArrayList<>(List.of(row.get(2)));
    key.addAll(row.subList(4, row.size() - 1));
    return List.copyOf(key);
  }

  private static long clicks(List<Object> row) {
    return row.get(row.size() - 1) instanceof Long clicks ? clicks : 0;
  }
}
