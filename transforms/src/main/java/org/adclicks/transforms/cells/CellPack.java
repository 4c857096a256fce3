package org.adclicks.transforms.cells;

import java.util.Map;

/**
 * Clicks to be added to the cells of one minute and shard of ads, by slice: what one bundle had of
 * them, already added up, so that an ad with half of all clicks is one entry like any other.
 *
 * @param minuteMillis the first millisecond of the minute
 * @param slices the first millisecond of each slice -> its cells. Not to be changed
 * @param lots how many of the clicks are of which lot, where they are followed
 */
public record CellPack(long minuteMillis, Map<Long, CellCounts> slices, Map<Long, Long> lots) {

  /** Of clicks nobody follows. */
  public CellPack(long minuteMillis, Map<Long, CellCounts> slices) {
    this(minuteMillis, slices, Map.of());
  }
}
