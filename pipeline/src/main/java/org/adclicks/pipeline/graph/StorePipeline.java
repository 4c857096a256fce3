package org.adclicks.pipeline.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.adclicks.pipeline.options.KafkaSettings;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.options.Sink;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.queue.DecodeAggregates;
import org.adclicks.pipeline.queue.DecodeCompleteness;
import org.adclicks.pipeline.queue.QueuedAggregates;
import org.adclicks.pipeline.queue.QueuedRecord;
import org.adclicks.pipeline.queue.ReadAggregates;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.arrivals.CountedThrough;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.minutes.LeaveAfter;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * The second job: from the queue of aggregates to Cassandra. Its time is the queue's own: a record
 * is stamped with the number of the last mark before it, and the watermark is the mark that has
 * been read in every partition.
 *
 * <p>Corrections wait for one mark more. A mark may come to one partition behind a correction and
 * to another before the list that was sent earlier, since marks are sent one by one; the next is
 * sent when this one is everywhere.
 *
 * <p>The names of the steps are the engine's operator ids: renaming one loses its state.
 *
 * <p>Source: docs/decisions/0051.
 */
public final class StorePipeline {

  /** Over which corrections are spread that wait for the same mark. */
  private static final int SHARDS = 64;

  private StorePipeline() {}

  /** Applies the graph to an empty pipeline. */
  public static void build(Pipeline pipeline, StreamConfig config) {
    QueueSettings queue = Objects.requireNonNull(config.queue(), "no queue");
    KafkaSettings kafka = Objects.requireNonNull(config.kafka(), "no Kafka");
    StoreDestination store = new StoreDestination(config, config.store());
    PCollection<QueuedRecord> records =
        pipeline.apply(
            "ReadQueue",
            ReadAggregates.fromTopic(queue.bootstrapServers(), queue.topic())
                .withSlots(kafka.slots())
                .withConfigFile(kafka.configFile())
                .withCopiedTopic(kafka.isCopied()));
    QueuedAggregates queued = DecodeAggregates.of(records);
    List<PCollection<Void>> landed = new ArrayList<>();
    // Corrections reach the lists first, then the cells, then the clicks themselves.
    if (config.writes(Sink.LEADERBOARDS)) {
      landed.add(store.leaderboards(queued.leaderboards()));
    }
    if (config.writes(Sink.CELLS)) {
      PCollection<CellTotals> corrected =
          queued
              .correctedCells()
              .apply(
                  "CellsAfterLists",
                  LeaveAfter.<CellTotals>landing(
                          landed, each -> shardOf(each.startMillis(), each.shard()))
                      .oneStepLater());
      landed.add(store.cells(both("AllCells", queued.cells(), corrected)));
    }
    if (config.writes(Sink.CLICKS)) {
      PCollection<MinuteBlock> late =
          queued
              .lateClicks()
              .apply(
                  "ClicksAfterCells",
                  LeaveAfter.<MinuteBlock>landing(
                          landed, each -> shardOf(each.minuteMillis(), each.bucket()))
                      .oneStepLater());
      landed.add(store.clicks(both("AllClicks", queued.clicks(), late)));
    }
    if (config.writes(Sink.CELLS)) {
      PCollection<Void> open = store.openOfStream(queued.open());
      store.countedThrough(
          queued
              .openThrough()
              .apply(
                  "OpenThroughAfterOpen",
                  LeaveAfter.<CountedThrough>landing(List.of(open), through -> 0).behindEarlier()));
    }
    DecodeCompleteness told =
        DecodeCompleteness.of(
            queued
                .told()
                .apply(
                    "ToldAfterAll",
                    LeaveAfter.<byte[]>landing(landed, message -> 0).behindEarlier()),
            config.tablesKept());
    store.tell(
        new Told(
            told.minutes(),
            told.progress(),
            told.finals(),
            told.counted(),
            told.minutesWithClicks(),
            told.finalThrough()));
  }

  private static <T> PCollection<T> both(String name, PCollection<T> one, PCollection<T> other) {
    return PCollectionList.of(one).and(other).apply(name, Flatten.pCollections());
  }

  private static int shardOf(long minuteMillis, int part) {
    return (int) Math.floorMod(minuteMillis / Periods.MINUTE_MILLIS + part, (long) SHARDS);
  }
}
