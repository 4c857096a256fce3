package org.adclicks.pipeline.graph;

import static org.adclicks.pipeline.spans.SpanNews.ONLY_STREAM;

import java.util.List;
import java.util.Objects;
import org.adclicks.pipeline.boards.UpsertBoards;
import org.adclicks.pipeline.metrics.MeterCounts;
import org.adclicks.pipeline.open.BatchCountedThrough;
import org.adclicks.pipeline.open.BatchOpen;
import org.adclicks.pipeline.open.UpsertOpen;
import org.adclicks.pipeline.options.Sink;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.rollup.KeepClickHours;
import org.adclicks.pipeline.rollup.KeepRollUps;
import org.adclicks.pipeline.sink.AwaitCheckpoint;
import org.adclicks.pipeline.sink.BatchBlocks;
import org.adclicks.pipeline.sink.BatchCells;
import org.adclicks.pipeline.sink.BatchMinutes;
import org.adclicks.pipeline.sink.BatchProgress;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.StoredProgress;
import org.adclicks.pipeline.sink.UpsertRows;
import org.adclicks.pipeline.spans.Keeping;
import org.adclicks.pipeline.spans.NewsOfCounting;
import org.adclicks.pipeline.spans.RecordCounted;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.CountedThrough;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.minutes.LeaveAfter;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.minutes.ToldThrough;
import org.adclicks.transforms.minutes.TrackedMinutes;
import org.adclicks.transforms.open.OpenShard;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/** Cassandra: rows as they come, and hours and days made of the rows that are there. */
final class StoreDestination implements Destination {

  private final StreamConfig config;
  private final @Nullable StoreSettings store;

  StoreDestination(StreamConfig config, @Nullable StoreSettings store) {
    this.config = config;
    this.store = store;
  }

  @Override
  public ToldThrough toldBefore() {
    return store == null ? ToldThrough.NOTHING : StoredProgress.of(store);
  }

  @Override
  public PCollection<Void> leaderboards(PCollection<KV<Boolean, WindowLeaderboard>> boards) {
    return boards.apply("UpsertLeaderboards", UpsertBoards.into(store()));
  }

  @Override
  public PCollection<Void> cells(PCollection<CellTotals> totals) {
    return upsert("UpsertCells", totals.apply("BatchCells", BatchCells.perMinute()));
  }

  @Override
  public PCollection<Void> clicks(PCollection<MinuteBlock> blocks) {
    return upsert("UpsertClicks", blocks.apply("BatchClicks", BatchBlocks.ofMinutes()));
  }

  @Override
  public PCollection<ArrivalNews> open(PCollection<OpenShard> shards) {
    return shards.apply("UpsertOpen", UpsertOpen.into(store()));
  }

  @Override
  public void countedThrough(PCollection<CountedThrough> through) {
    upsert(
        "UpsertCountedThrough",
        through.apply("BatchCountedThrough", BatchCountedThrough.ofStream()));
  }

  /** Open minutes of a stream that is another job. What is returned has no elements. */
  PCollection<Void> openOfStream(PCollection<OpenShard> shards) {
    return upsert("UpsertOpen", shards.apply("BatchOpen", BatchOpen.create()));
  }

  @Override
  public void minutes(
      TrackedMinutes tracked,
      PCollection<KV<Long, MinuteCounts>> counts,
      PCollection<KV<Long, Long>> unread) {
    PCollection<Progress> finals = kept("KeepFinal", AwaitCheckpoint.ofTwo(), tracked.progress());
    Keeping keeping =
        new Keeping(RankingWindow.text(config.slidingWindowsKept()), config.tablesKept());
    tell(
        new Told(
            tracked.minutes(),
            tracked.progress(),
            finals,
            counts.apply("NewsOfCounting", NewsOfCounting.of(keeping, tracked.progress(), unread)),
            tracked
                .minutes()
                .apply("WithClicks", Filter.by(minute -> minute.counts().clicks() > 0))
                .apply(
                    "MinuteOf",
                    MapElements.into(TypeDescriptors.longs()).via(MinuteStatus::minuteMillis))
                .apply("MinuteOfStream", ofOnlyStream()),
            finals
                .apply(
                    "FinalThrough",
                    MapElements.into(TypeDescriptors.longs()).via(Progress::finalThroughMillis))
                .apply("FinalOfStream", ofOnlyStream())));
  }

  private static WithKeys<Long, Long> ofOnlyStream() {
    return WithKeys.<Long, Long>of(ONLY_STREAM).withKeyType(TypeDescriptors.longs());
  }

  /** Writes what is told, and the hours and days that are final by it. */
  void tell(Told told) {
    RecordCounted record = keepLongPeriods(told, RecordCounted.create());
    if (config.writes(Sink.MINUTES)) {
      told.progress().apply("MeterProgress", MeterCounts.ofProgress());
      PCollection<Void> minutes =
          upsert("UpsertMinutes", told.minutes().apply("BatchMinutes", BatchMinutes.create()));
      upsert(
          "UpsertProgress",
          told.progress()
              .apply("ProgressAfterMinutes", behind(minutes))
              .apply("BatchProgress", BatchProgress.ofStream()));
      upsert(
          "UpsertFinal",
          told.finals()
              .apply("FinalAfterMinutes", behind(minutes))
              .apply("BatchFinal", BatchProgress.ofFinal()));
      PCollection<KV<Long, Long>> finalThrough =
          told.finalThrough()
              .apply(
                  "FinalThroughAfterMinutes",
                  LeaveAfter.<KV<Long, Long>>landing(List.of(minutes), through -> 0));
      upsert(
          "UpsertCounted", told.counted().apply("RecordCounted", record.withFinal(finalThrough)));
    }
  }

  /** A minute that is CLOSED by what was told is read with what its own row has. */
  private static LeaveAfter<Progress> behind(PCollection<Void> minutes) {
    return LeaveAfter.landing(List.of(minutes), progress -> 0);
  }

  /** Their rows are not waited for: they have a progress of their own, which is recorded. */
  private RecordCounted keepLongPeriods(Told told, RecordCounted record) {
    RecordCounted more = record;
    if (config.writes(Sink.ROLLUPS)) {
      int shards = config.shards().ads();
      PCollectionTuple periods =
          told.minutesWithClicks()
              .apply(
                  "KeepRollUps%dShards".formatted(shards),
                  KeepRollUps.following(told.finalThrough(), store()).withShards(shards));
      more =
          more.withRollUps(
                  kept("KeepRolledUp", AwaitCheckpoint.create(), periods.get(KeepRollUps.THROUGH)))
              .withoutRollUpsOf(periods.get(KeepRollUps.LOST));
    }
    if (config.writes(Sink.CLICKS)) {
      IndexShards shards = config.indexShards();
      PCollectionTuple hours =
          told.minutesWithClicks()
              .apply(
                  StepNames.of("KeepClickHours", shards),
                  KeepClickHours.following(told.finalThrough(), store(), shards));
      more =
          more.withClickHours(
                  kept(
                      "KeepRewritten", AwaitCheckpoint.create(), hours.get(KeepClickHours.THROUGH)))
              .withoutClicksOf(hours.get(KeepClickHours.LOST));
    }
    return more;
  }

  /**
   * What is told for good is told once it cannot be forgotten: a stream that goes on from before it
   * might count a click that was too late. A run over files does not go on from anywhere.
   */
  private <T> PCollection<T> kept(String name, AwaitCheckpoint<T> wait, PCollection<T> told) {
    return config.inputFiles().isEmpty() ? told.apply(name, wait) : told;
  }

  private PCollection<Void> upsert(String name, PCollection<PartitionBatch> batches) {
    return batches.apply(name, UpsertRows.into(store()));
  }

  // StreamConfig has checked that there is one if any row goes there.
  private StoreSettings store() {
    return Objects.requireNonNull(store, "no store for the chosen sinks");
  }
}
