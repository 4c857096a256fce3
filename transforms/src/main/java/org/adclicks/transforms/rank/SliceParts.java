package org.adclicks.transforms.rank;

import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.state.SplitState;

/** How the cells of slices are spread over parts of state. */
final class SliceParts {

  private SliceParts() {}

  /** Adds cells to the parts of a slice they belong to. */
  static void add(SplitState<SliceKey, CellCounts> cells, long start, int parts, CellCounts more) {
    if (parts == 1) {
      cells.touch(new SliceKey(start, 0)).addAll(more);
      return;
    }
    more.forEach(
        (adId, scope, clicks) -> {
          int part = SplitState.of(CellCounts.placeOf(adId), parts);
          cells.touch(new SliceKey(start, part)).add(adId, scope, clicks);
        });
  }
}
