package org.adclicks.transforms.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.adclicks.transforms.pack.MinuteShard;

/** Totals of one minute and shard on their way out, in chunks. */
public final class CellTotalsBatcher {

  private static final int MAX_CELLS = 2_000;

  private final MinuteShard key;
  private final Consumer<CellTotals> out;
  private List<CellTotal> cells = new ArrayList<>();
  private long newAds;

  public CellTotalsBatcher(MinuteShard key, Consumer<CellTotals> out) {
    this.key = key;
    this.out = out;
  }

  void add(CellTotal cell) {
    cells.add(cell);
    if (cells.size() >= MAX_CELLS) {
      flush();
    }
  }

  void addNewAd() {
    newAds++;
  }

  /** How many ads of the minute had no clicks before. */
  long newAds() {
    return newAds;
  }

  void flush() {
    if (!cells.isEmpty()) {
      out.accept(new CellTotals(key.minuteMillis(), key.shard(), cells));
      cells = new ArrayList<>();
    }
  }
}
