package org.adclicks.transforms.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.adclicks.proto.store.Buckets;
import org.adclicks.transforms.pack.MinuteShard;

/**
 * Totals of one minute and shard on their way out, in chunks: each is of one of the store's
 * buckets, and as large as may be, so that it is one write.
 */
public final class CellTotalsBatcher {

  private final MinuteShard key;
  private final Consumer<CellTotals> out;
  private final Map<Integer, List<CellTotal>> cells = new TreeMap<>();
  private long newAds;

  public CellTotalsBatcher(MinuteShard key, Consumer<CellTotals> out) {
    this.key = key;
    this.out = out;
  }

  void add(CellTotal cell) {
    int bucket = Buckets.of(cell.adId());
    List<CellTotal> chunk = cells.computeIfAbsent(bucket, b -> new ArrayList<>());
    chunk.add(cell);
    if (chunk.size() == CellTotals.MOST_CELLS) {
      cells.remove(bucket);
      hand(chunk);
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
    cells.values().forEach(this::hand);
    cells.clear();
  }

  private void hand(List<CellTotal> chunk) {
    out.accept(new CellTotals(key.minuteMillis(), key.shard(), chunk));
  }
}
