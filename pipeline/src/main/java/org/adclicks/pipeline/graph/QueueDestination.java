package org.adclicks.pipeline.graph;

import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.queue.QueuedProgress;
import org.adclicks.pipeline.queue.SendAggregates;
import org.adclicks.pipeline.queue.SendOpen;
import org.adclicks.pipeline.queue.TellCompleteness;
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
import org.jspecify.annotations.Nullable;

/** The queue of aggregates, from which {@link StorePipeline} writes them to the store. */
final class QueueDestination implements Destination {

  private final StreamConfig config;
  private final QueueSettings queue;
  private @Nullable PCollection<CountedThrough> openThrough;
  private boolean isTold;

  QueueDestination(StreamConfig config, QueueSettings queue) {
    this.config = config;
    this.queue = queue;
  }

  @Override
  public ToldThrough toldBefore() {
    return QueuedProgress.of(queue);
  }

  @Override
  public PCollection<Void> leaderboards(PCollection<KV<Boolean, WindowLeaderboard>> boards) {
    return boards.apply("SendLeaderboards", SendAggregates.leaderboards(queue));
  }

  @Override
  public PCollection<Void> cells(PCollection<CellTotals> totals) {
    return totals.apply("SendCells", SendAggregates.cells(queue, toldBefore()));
  }

  @Override
  public PCollection<Void> clicks(PCollection<MinuteBlock> blocks) {
    return blocks.apply("SendClicks", SendAggregates.clicks(queue));
  }

  @Override
  public PCollection<ArrivalNews> open(PCollection<OpenShard> shards) {
    return shards.apply("SendOpen", SendOpen.to(queue));
  }

  /**
   * Told with what is known of minutes: of two who tell at once marks would cross each other.
   *
   * @throws IllegalStateException if that is told already
   */
  @Override
  public void countedThrough(PCollection<CountedThrough> through) {
    if (isTold) {
      throw new IllegalStateException("open minutes are told with the others, so before them");
    }
    openThrough = through;
  }

  @Override
  public void minutes(
      TrackedMinutes tracked,
      PCollection<KV<Long, MinuteCounts>> counts,
      PCollection<KV<Long, Long>> unread) {
    isTold = true;
    TellCompleteness tell =
        TellCompleteness.in(queue)
            .withKept(config.slidingWindowsKept(), config.tablesKept())
            .withProgress(tracked.progress())
            .withCounted(counts)
            .withUnread(unread);
    tracked
        .minutes()
        .apply("TellCompleteness", openThrough == null ? tell : tell.withOpen(openThrough));
  }
}
