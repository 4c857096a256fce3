package org.adclicks.benchmarks.counting;

import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.apache.beam.sdk.transforms.DoFn;

/** The null sink: totals are folded into {@link Counted} and forgotten. */
final class DiscardFn extends DoFn<CellTotals, Void> {

  private static final long serialVersionUID = 1L;

  @ProcessElement
  public void discard(@Element CellTotals totals) {
    for (CellTotal cell : totals.cells()) {
      Counted.add(totals.startMillis(), cell.adId(), cell.scope(), cell.added());
    }
    Counted.touch();
  }
}
