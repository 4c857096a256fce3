package org.adclicks.transforms.cells;

import java.util.Map;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteCountsTag;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/** What {@link CountCells} counted. */
public final class CountedCells implements POutput {

  static final TupleTag<CellTotals> TOTALS = new TupleTag<>("totals") {};

  private final PCollection<CellTotals> totals;
  private final PCollection<KV<Long, MinuteCounts>> counts;

  CountedCells(PCollection<CellTotals> totals, PCollection<KV<Long, MinuteCounts>> counts) {
    this.totals = totals;
    this.counts = counts;
  }

  /** The totals of the cells that changed. */
  public PCollection<CellTotals> totals() {
    return totals;
  }

  /** Ads clicked for the first time in a minute, to be added to it. */
  public PCollection<KV<Long, MinuteCounts>> counts() {
    return counts;
  }

  @Override
  public Pipeline getPipeline() {
    return totals.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(TOTALS, totals, MinuteCountsTag.COUNTS, counts);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {}
}
