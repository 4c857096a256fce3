package org.adclicks.pipeline.queue;

import org.adclicks.transforms.arrivals.CountedThrough;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.open.OpenShard;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/** What {@link DecodeAggregates} finds in the queue. */
public final class QueuedAggregates {

  static final TupleTag<KV<Boolean, WindowLeaderboard>> LEADERBOARDS = new TupleTag<>("lists") {};
  static final TupleTag<CellTotals> CELLS = new TupleTag<>("cells") {};
  static final TupleTag<CellTotals> LATE_CELLS = new TupleTag<>("lateCells") {};
  static final TupleTag<MinuteBlock> CLICKS = new TupleTag<>("clicks") {};
  static final TupleTag<MinuteBlock> LATE_CLICKS = new TupleTag<>("lateClicks") {};
  static final TupleTag<OpenShard> OPEN = new TupleTag<>("open") {};
  static final TupleTag<CountedThrough> OPEN_THROUGH = new TupleTag<>("openThrough") {};
  static final TupleTag<byte[]> TOLD = new TupleTag<>("told") {};

  private final PCollectionTuple all;

  QueuedAggregates(PCollectionTuple all) {
    this.all = all;
  }

  /** Lists, each with whether it is to be merged with the one there is. */
  public PCollection<KV<Boolean, WindowLeaderboard>> leaderboards() {
    return all.get(LEADERBOARDS);
  }

  /** Cells of minutes that had not closed. */
  public PCollection<CellTotals> cells() {
    return all.get(CELLS);
  }

  /**
   * Cells of minutes that had, by this attempt or one before: to be written behind the lists that
   * were sent before them.
   */
  public PCollection<CellTotals> correctedCells() {
    return all.get(LATE_CELLS);
  }

  /** Blocks of minutes that had not closed. */
  public PCollection<MinuteBlock> clicks() {
    return all.get(CLICKS);
  }

  /** Blocks of late clicks: to be written behind the cells that were sent before them. */
  public PCollection<MinuteBlock> lateClicks() {
    return all.get(LATE_CLICKS);
  }

  /** Minutes that are still open. */
  public PCollection<OpenShard> open() {
    return all.get(OPEN);
  }

  /** How far all that has arrived is in open minutes: to be told behind all stamped earlier. */
  public PCollection<CountedThrough> openThrough() {
    return all.get(OPEN_THROUGH);
  }

  /**
   * How far all is complete, as {@code adclicks.v1.Completeness}: to be told behind all that is
   * stamped earlier.
   */
  public PCollection<byte[]> told() {
    return all.get(TOLD);
  }
}
