package org.adclicks.transforms.rank;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.adclicks.click.Scope;
import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.state.SplitState;
import org.apache.beam.sdk.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * The slices of one shard that have ended: read whole when a window ends, and by ad when a late
 * click comes. Lives for one call of {@link RankShardsFn}.
 *
 * <p>They are in fewer parts than those that fill: windows read many slices whole, late clicks look
 * up a few ads, and no pack adds to them.
 */
final class ClosedSlices {

  private static final int OPEN_PARTS_IN_ONE = 256;

  private final SplitState<SliceKey, CellCounts> cells;

  /** Of each slice: scope of its cells -> clicks. */
  private final SplitState<Long, Map<Scope, Long>> totals;

  private final TreeSet<Long> starts = new TreeSet<>();
  private final int parts;

  /**
   * @param parts of slices that fill
   */
  ClosedSlices(
      MapState<SliceKey, CellCounts> cells, MapState<Long, Map<Scope, Long>> totals, int parts) {
    this.cells = new SplitState<>(cells, CellCounts::new);
    this.totals = new SplitState<>(totals, HashMap::new);
    this.parts = Math.max(1, parts / OPEN_PARTS_IN_ONE);
    totals.keys().read().forEach(starts::add);
  }

  /** Adds cells to the slice starting at {@code start}. */
  void add(long start, CellCounts more) {
    SliceParts.add(cells, start, parts, more);
    count(start, more);
  }

  /** Adds a part of a slice that filled until now. */
  void addPart(SliceKey open, CellCounts more) {
    // Parts are powers of two: all of a finer part belongs to one coarser part.
    int part = SplitState.of(open.part(), parts);
    cells.touch(new SliceKey(open.startMillis(), part)).addAll(more);
    count(open.startMillis(), more);
  }

  private void count(long start, CellCounts more) {
    Map<Scope, Long> byScope = totals.touch(start);
    more.forEach((ad, scope, clicks) -> byScope.merge(scope, clicks, Long::sum));
    starts.add(start);
  }

  /** Where the slices of {@code from} to {@code to}, exclusive, start. */
  NavigableSet<Long> starts(long from, long to) {
    return starts.subSet(from, true, to, false);
  }

  /** Where the first slice that starts at {@code start} or later starts, null if there is none. */
  @Nullable Long firstSince(long start) {
    return starts.ceiling(start);
  }

  /** All cells of some slices. */
  WindowCounts sum(long from, long to) {
    WindowCounts sum = new WindowCounts();
    for (long start : starts(from, to)) {
      for (int part = 0; part < parts; part++) {
        CellCounts stored = cells.peek(new SliceKey(start, part));
        if (stored != null) {
          sum.addCells(stored);
        }
      }
      sum.addTotals(byScope(start));
    }
    return sum;
  }

  /** An ad's clicks in one slice, of any scope. */
  long clicks(long start, String adId, Scope scope) {
    CellCounts stored =
        cells.peek(new SliceKey(start, SplitState.of(CellCounts.placeOf(adId), parts)));
    if (stored == null) {
      return 0;
    }
    if (scope.isNarrowest()) {
      return stored.get(adId, scope);
    }
    long clicks = 0;
    for (Scope cellScope : byScope(start).keySet()) {
      if (scope.contains(cellScope)) {
        clicks += stored.get(adId, cellScope);
      }
    }
    return clicks;
  }

  /** All ads' clicks in one slice, of any scope. */
  long total(long start, Scope scope) {
    return WindowCounts.total(byScope(start), scope);
  }

  private Map<Scope, Long> byScope(long start) {
    @Nullable Map<Scope, Long> stored = totals.peek(start);
    return stored == null ? Map.of() : stored;
  }

  void forgetBefore(long start) {
    for (long forgotten : List.copyOf(starts.headSet(start))) {
      for (int part = 0; part < parts; part++) {
        cells.remove(new SliceKey(forgotten, part));
      }
      totals.remove(forgotten);
      starts.remove(forgotten);
    }
  }

  void write() {
    cells.writeTouched();
    totals.writeTouched();
  }
}
