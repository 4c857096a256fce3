package org.adclicks.transforms.rank;

import java.util.Map;
import java.util.TreeMap;
import org.adclicks.click.Scope;
import org.adclicks.transforms.cells.CellCounts;

/**
 * The clicks of some slices added up, by ad and scope. Those of all ads together, a scope too, are
 * added up when they are asked for (docs/decisions/0011).
 */
final class WindowCounts {

  private final CellCounts cells = new CellCounts();
  private final Map<String, Long> byCountry = new TreeMap<>();

  /** Adds cells, (ad, country) -> clicks; their {@link #addTotals} are another call. */
  void addCells(CellCounts more) {
    cells.addAll(more);
  }

  /** Adds the clicks of all ads, country -> clicks. */
  void addTotals(Map<String, Long> more) {
    more.forEach((country, clicks) -> byCountry.merge(country, clicks, Long::sum));
  }

  /** All ads' clicks: of a country, or of all. */
  long total(String scope) {
    return total(byCountry, scope);
  }

  /** Of clicks by country those of one, or of all. */
  static long total(Map<String, Long> byCountry, String scope) {
    if (!Scope.isAllKey(scope)) {
      return byCountry.getOrDefault(scope, 0L);
    }
    return byCountry.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Visits each ad's clicks of each country, and of all. */
  void forEach(CellCounts.Visitor visitor) {
    CellCounts ofAll = new CellCounts();
    cells.forEach(
        (ad, country, clicks) -> {
          visitor.visit(ad, country, clicks);
          ofAll.add(ad, Scope.ALL_KEY, clicks);
        });
    ofAll.forEach(visitor);
  }
}
