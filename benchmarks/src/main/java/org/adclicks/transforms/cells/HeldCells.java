package org.adclicks.transforms.cells;

import java.util.List;
import org.adclicks.click.Click;
import org.adclicks.transforms.pack.MinuteShard;

/**
 * What counting and ranking hold of the same clicks, filled as a stream fills them. In this package
 * because the state's classes are visible only here.
 */
public final class HeldCells {

  private HeldCells() {}

  /** A minute's cells of one shard, closed: what counting corrects when late clicks come. */
  public static Object countedMinute(long minuteMillis, List<Click> clicks) {
    CellLedger ledger = new CellLedger();
    for (Click click : clicks) {
      ledger.add(click.adId(), click.scope(), 1);
    }
    ledger.emitChanges(new CellTotalsBatcher(new MinuteShard(minuteMillis, 0), totals -> {}));
    return ledger;
  }

  /** A closed slice of one shard: what ranking adds up to windows. */
  public static Object closedSlice(List<Click> clicks) {
    CellCounts cells = new CellCounts();
    for (Click click : clicks) {
      cells.add(click.adId(), click.scope(), 1);
    }
    return cells;
  }
}
