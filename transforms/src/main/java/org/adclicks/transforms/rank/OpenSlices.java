package org.adclicks.transforms.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.state.SplitState;
import org.apache.beam.sdk.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * The slices of one shard that still fill. Every pack adds to them, so each pack reads and writes
 * only the parts it has cells of. Lives for one call of {@link RankShardsFn}.
 */
final class OpenSlices {

  private final MapState<SliceKey, CellCounts> state;
  private final SplitState<SliceKey, CellCounts> cells;
  private final int parts;

  OpenSlices(MapState<SliceKey, CellCounts> state, int parts) {
    this.state = state;
    this.cells = new SplitState<>(state, CellCounts::new);
    this.parts = parts;
  }

  /** Adds cells to the slice starting at {@code start}. */
  void add(long start, CellCounts more) {
    SliceParts.add(cells, start, parts, more);
  }

  void write() {
    cells.writeTouched();
  }

  /**
   * Moves what has ended to the closed slices.
   *
   * @return the start of the first slice left, null if there is none
   */
  @Nullable Long closeUntil(long lastStart, ClosedSlices closed) {
    NavigableMap<Long, List<SliceKey>> slices = new TreeMap<>();
    for (SliceKey key : state.keys().read()) {
      slices.computeIfAbsent(key.startMillis(), s -> new ArrayList<>()).add(key);
    }
    slices
        .headMap(lastStart, true)
        .values()
        .forEach(
            ended ->
                ended.forEach(
                    key -> {
                      CellCounts part = cells.peek(key);
                      if (part != null) {
                        closed.addPart(key, part);
                      }
                      cells.remove(key);
                    }));
    return slices.higherKey(lastStart);
  }
}
