package org.adclicks.pipeline.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.adclicks.click.Scope;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;

/**
 * Adds up cells that come ad by ad, and hands over their totals in chunks.
 *
 * <p>Mutable, not thread-safe. Bounded by one ad's cells and one chunk.
 */
final class RolledUpCells {

  private static final int MAX_CELLS = 2_000;

  private final long startMillis;
  private final int shard;
  private final Consumer<CellTotals> out;
  private final Map<Scope, Long> byScope = new TreeMap<>();
  private String adId = "";
  private List<CellTotal> totals = new ArrayList<>();

  RolledUpCells(long startMillis, int shard, Consumer<CellTotals> out) {
    this.startMillis = startMillis;
    this.shard = shard;
    this.out = out;
  }

  /** All rows of an ad come one behind another. */
  void add(String ad, Scope scope, long clicks) {
    if (!ad.equals(adId)) {
      finishAd();
      adId = ad;
    }
    byScope.merge(scope, clicks, Long::sum);
  }

  private void finishAd() {
    byScope.forEach((scope, clicks) -> totals.add(new CellTotal(adId, scope, clicks, clicks)));
    byScope.clear();
    if (totals.size() >= MAX_CELLS) {
      handOver();
    }
  }

  /** Hands over what is left. */
  void flush() {
    finishAd();
    handOver();
  }

  private void handOver() {
    if (!totals.isEmpty()) {
      out.accept(new CellTotals(startMillis, shard, totals));
      totals = new ArrayList<>();
    }
  }
}
