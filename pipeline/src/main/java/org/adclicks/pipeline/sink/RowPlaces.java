package org.adclicks.pipeline.sink;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;

/**
 * Which rows are of some hours, and in which partitions these hours are read.
 *
 * <p>Units: milliseconds since 1970. Source: docs/decisions/0047.
 *
 * @param fromMillis the first hour
 * @param toMillis the end of the last
 * @param restated where hours are read
 * @param byEnd whether a sliding window is of the hours in which it ends, and of no others; else of
 *     all it reaches into
 */
public record RowPlaces(long fromMillis, long toMillis, RestatedHours restated, boolean byEnd)
    implements Serializable {

  /** The period that names the row's partition; nothing if it is of other hours. */
  public OptionalLong of(StoreTable table, List<Object> values) {
    long start = table.startOf(values);
    long end = table.endOf(values);
    boolean isOfThem = fromMillis < end && (byEnd ? end <= toMillis : start < toMillis);
    if (!isOfThem) {
      return OptionalLong.empty();
    }
    long hour = Periods.hourOf(start);
    return OptionalLong.of(
        switch (table) {
          case TOP_ADS -> restated.partitionOfWindow(start, end);
          case CELLS_BY_HOUR, CLICK_HOURS, MINUTES ->
              RestatedHours.partition(Periods.dayOf(hour), restated.epochOf(hour));
          default -> restated.partitionOf(hour);
        });
  }
}
