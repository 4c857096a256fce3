package org.adclicks.pipeline.graph;

import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.CountedThrough;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.ToldThrough;
import org.adclicks.transforms.minutes.TrackedMinutes;
import org.adclicks.transforms.open.OpenShard;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Where aggregates go. What is returned has no elements; its watermark says how far they have
 * landed.
 */
interface Destination {

  /** How far an attempt before may have told that the rows are there. */
  ToldThrough toldBefore();

  /** Lists, each with whether an attempt before may have made another. */
  PCollection<Void> leaderboards(PCollection<KV<Boolean, WindowLeaderboard>> boards);

  PCollection<Void> cells(PCollection<CellTotals> totals);

  PCollection<Void> clicks(PCollection<MinuteBlock> blocks);

  /** Minutes that are still open; what is returned tells of those that are there. */
  PCollection<ArrivalNews> open(PCollection<OpenShard> shards);

  /** How far all that has arrived is in the minutes that are there. */
  void countedThrough(PCollection<CountedThrough> through);

  /**
   * What is known of minutes, once all that it speaks of has landed.
   *
   * @param counts minute -> counts to be added, as soon as they are counted
   * @param unread click times, as (from, to), of which records may have been deleted unread
   */
  void minutes(
      TrackedMinutes tracked,
      PCollection<KV<Long, MinuteCounts>> counts,
      PCollection<KV<Long, Long>> unread);
}
