package org.adclicks.transforms.rank;

import java.util.HashMap;
import java.util.Map;
import org.adclicks.click.Scope;
import org.adclicks.transforms.cells.CellCounts;

/**
 * The clicks of some slices added up, by ad and scope. Those of wider scopes than cells', that of
 * all ads among them, are added up when they are asked for (docs/decisions/0011).
 */
final class WindowCounts {

  private final CellCounts cells = new CellCounts();
  private final Map<Scope, Long> byScope = new HashMap<>();

  /** Adds cells; their {@link #addTotals} are another call. */
  void addCells(CellCounts more) {
    cells.addAll(more);
  }

  /** Adds the clicks of all ads, by the scope of their cells. */
  void addTotals(Map<Scope, Long> more) {
    more.forEach((scope, clicks) -> byScope.merge(scope, clicks, Long::sum));
  }

  /** All ads' clicks in a scope. */
  long total(Scope scope) {
    return total(byScope, scope);
  }

  /** Of clicks by the scope of their cells those of a scope. */
  static long total(Map<Scope, Long> byScope, Scope scope) {
    if (scope.isNarrowest()) {
      return byScope.getOrDefault(scope, 0L);
    }
    long total = 0;
    for (Map.Entry<Scope, Long> cells : byScope.entrySet()) {
      total += scope.contains(cells.getKey()) ? cells.getValue() : 0;
    }
    return total;
  }

  /** Visits each ad's clicks in each scope. */
  void forEach(CellCounts.Visitor visitor) {
    CellCounts ofWider = new CellCounts();
    cells.forEach(
        (ad, scope, clicks) -> {
          visitor.visit(ad, scope, clicks);
          for (Scope wider : scope.wider()) {
            ofWider.add(ad, wider, clicks);
          }
        });
    ofWider.forEach(visitor);
  }
}
