package org.adclicks.transforms.cells;

import java.util.List;

/**
 * Totals of the cells of one shard that changed in one minute, hour or day.
 *
 * @param startMillis the first millisecond of the period
 * @param shard of the ads: all cells of an ad are in the same shard
 */
public record CellTotals(long startMillis, int shard, List<CellTotal> cells) {

  /** As many as make one write of the store. */
  public static final int MOST_CELLS = 1_000;
}
