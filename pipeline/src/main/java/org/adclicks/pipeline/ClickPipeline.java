package org.adclicks.pipeline;

import static org.apache.beam.sdk.values.TypeDescriptors.longs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.RejectedLine;
import org.adclicks.pipeline.archive.ArchiveClicks;
import org.adclicks.pipeline.boards.BatchLeaderboards;
import org.adclicks.pipeline.boards.KeepListed;
import org.adclicks.pipeline.logfile.ReadClicksFromFiles;
import org.adclicks.pipeline.metrics.MeterCounts;
import org.adclicks.pipeline.options.ArchiveSettings;
import org.adclicks.pipeline.options.KafkaSettings;
import org.adclicks.pipeline.options.Sink;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.publish.AggregatesTopic;
import org.adclicks.pipeline.publish.PublishCells;
import org.adclicks.pipeline.publish.PublishLeaderboards;
import org.adclicks.pipeline.publish.PublishRejected;
import org.adclicks.pipeline.publish.WriteRejectedFiles;
import org.adclicks.pipeline.rollup.RewriteClicks;
import org.adclicks.pipeline.rollup.RollUpCells;
import org.adclicks.pipeline.sink.AwaitCheckpoint;
import org.adclicks.pipeline.sink.BatchBlocks;
import org.adclicks.pipeline.sink.BatchCells;
import org.adclicks.pipeline.sink.BatchMinutes;
import org.adclicks.pipeline.sink.BatchProgress;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.UpsertRows;
import org.adclicks.pipeline.source.ReadClicksFromKafka;
import org.adclicks.pipeline.spans.RecordCounted;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.cells.CountedCells;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.dedup.DeduplicatedClicks;
import org.adclicks.transforms.index.IndexClicks;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.minutes.AddUpCounts;
import org.adclicks.transforms.minutes.AwaitStored;
import org.adclicks.transforms.minutes.CorrectAfter;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.minutes.ReportProgress;
import org.adclicks.transforms.minutes.TrackMinutes;
import org.adclicks.transforms.minutes.TrackedMinutes;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.parse.ParseClicks;
import org.adclicks.transforms.parse.ParsedClicks;
import org.adclicks.transforms.rank.RankAds;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The whole graph, from log lines to store, archive and topics. The same for Kafka and files, and
 * on every engine.
 *
 * <p>The names of the steps are the engine's operator ids: renaming one loses its state. Those
 * whose state is only found again with the same numbers have these in their names, so that a
 * checkpoint made with others is refused.
 */
public final class ClickPipeline {

  private final StreamConfig config;
  private final List<PCollection<Void>> landed = new ArrayList<>();

  /** What sinks have to tell of what they wrote, besides that it has landed. */
  private final List<UnaryOperator<RecordCounted>> counted = new ArrayList<>();

  private ClickPipeline(StreamConfig config) {
    this.config = config;
  }

  /** Applies the graph to an empty pipeline. */
  public static void build(Pipeline pipeline, StreamConfig config) {
    new ClickPipeline(config).build(pipeline);
  }

  private void build(Pipeline pipeline) {
    ParsedClicks parsed = read(pipeline).apply("ParseClicks", parseClicks());
    writeRejected(parsed.rejected());
    parsed.rejected().apply("MeterRejected", MeterCounts.ofRejected());
    writeArchive(parsed);
    DeduplicatedClicks clicks =
        parsed
            .clicks()
            .apply(named("DeduplicateClicks", config.shards().identities()), deduplicateClicks());
    clicks.counts().apply("MeterClicks", MeterCounts.ofClicks());
    PCollection<KV<MinuteShard, CellPack>> packs = clicks.clicks().apply("PackCells", packCells());
    CountedCells cells = packs.apply(named("CountCells", config.shards().ads()), countCells());
    // Corrections reach the lists first, then the cells, then the clicks themselves.
    rank(packs);
    writeCells(
        cells
            .totals()
            .apply(
                "CellsAfterLists",
                CorrectAfter.landing(
                    landed, totals -> new MinuteShard(totals.startMillis(), totals.shard()))));
    indexClicks(
        clicks
            .clicks()
            .apply(
                "ClicksAfterCells",
                CorrectAfter.landing(
                    landed,
                    // Together: blocks of late clicks are small enough.
                    pack -> new MinuteShard(pack.minuteMillis(), quarterOf(pack.minuteMillis())))));
    trackMinutes(
        PCollectionList.of(parsed.counts()).and(clicks.counts()).and(cells.counts()),
        parsed.unread());
  }

  private String named(String step, int shards) {
    return "%s%dEvenShards%dParts".formatted(step, shards, config.shards().stateParts());
  }

  private PCollection<LogLine> read(Pipeline pipeline) {
    if (!config.inputFiles().isEmpty()) {
      return pipeline.apply("ReadFiles", ReadClicksFromFiles.matching(config.inputFiles()));
    }
    KafkaSettings kafka = present(config.kafka());
    return pipeline.apply(
        "ReadKafka",
        ReadClicksFromKafka.fromTopic(kafka.bootstrapServers(), kafka.clicksTopic())
            .withWatermarkDelay(config.times().watermarkDelay())
            .withAllowedSkew(config.times().allowedSkew())
            .withEarliestClickTime(config.times().earliestClickTime())
            .withIdleTimeout(config.times().idleTimeout())
            .withSlots(kafka.slots())
            .withConfigFile(kafka.configFile())
            .withCopiedTopic(kafka.isCopied()));
  }

  private ParseClicks parseClicks() {
    return ParseClicks.create()
        .withAllowedSkew(config.times().allowedSkew())
        .withEarliestClickTime(config.times().earliestClickTime());
  }

  private DeduplicateClicks deduplicateClicks() {
    return DeduplicateClicks.create()
        .withShards(config.shards().identities())
        .withStateParts(config.shards().stateParts())
        .withAllowedLateness(config.times().allowedLateness());
  }

  private PackCells packCells() {
    return PackCells.create().withShards(config.shards().ads()).withSlice(config.ranking().slice());
  }

  private CountCells countCells() {
    return CountCells.perMinute()
        .withAllowedLateness(config.times().allowedLateness())
        .withEarlyFirings(config.times().earlyFirings())
        .withStateParts(config.shards().stateParts());
  }

  private void writeRejected(PCollection<RejectedLine> rejected) {
    KafkaSettings kafka = config.kafka();
    if (kafka != null) {
      rejected.apply(
          "PublishRejected",
          PublishRejected.toKafka(kafka.bootstrapServers(), kafka.rejectedTopic())
              .withConfigFile(kafka.configFile()));
    } else {
      rejected.apply(
          "WriteRejected", WriteRejectedFiles.under(present(config.rejectedDirectory())));
    }
  }

  private void writeArchive(ParsedClicks parsed) {
    if (config.writes(Sink.ARCHIVE)) {
      ArchiveSettings archive = present(config.archive());
      parsed
          .clicks()
          .apply(
              "ArchiveClicks",
              ArchiveClicks.under(archive.directory())
                  .withRoll(archive.roll())
                  .withShards(archive.shards()));
    }
  }

  private void indexClicks(PCollection<ClickPack> clicks) {
    if (config.writes(Sink.CLICKS)) {
      IndexShards shards =
          new IndexShards(config.shards().clicks(), config.shards().clicksPerSide());
      PCollection<MinuteBlock> blocks =
          clicks.apply(
              "IndexClicks%dShards%dBuckets".formatted(shards.perSide(), shards.buckets().count()),
              IndexClicks.over(shards));
      PCollection<Void> minutes =
          upsert("UpsertClicks", blocks.apply("BatchClicks", BatchBlocks.ofMinutes()));
      landed.add(minutes);
      rewriteClicks(blocks, minutes, shards);
    }
  }

  // Its rows are not waited for either.
  private void rewriteClicks(
      PCollection<MinuteBlock> blocks, PCollection<Void> minutesLanded, IndexShards shards) {
    Duration lateness = config.times().allowedLateness();
    PCollectionTuple hours =
        blocks.apply(
            "RewriteClicks%dShards%dBuckets".formatted(shards.perSide(), shards.buckets().count()),
            RewriteClicks.perHour(present(config.store()), shards)
                .withAllowedLateness(lateness)
                .afterLanding(minutesLanded));
    PCollection<Void> hoursLanded = upsert("UpsertClickHours", hours.get(RewriteClicks.ROWS));
    PCollection<Progress> rewritten =
        blocks
            .apply("MinutesOfClicks", MapElements.into(longs()).via(MinuteBlock::minuteMillis))
            .apply("AwaitClickHours", AwaitStored.of(List.of(hoursLanded)))
            .apply(
                "ReportRewritten",
                ReportProgress.every(Duration.standardMinutes(1))
                    .withAllowedLateness(lateness.plus(RewriteClicks.spread(shards)))
                    .endingWith(Duration.standardHours(1)));
    PCollection<Progress> kept = kept("KeepRewritten", rewritten);
    counted.add(
        record -> record.withClickHours(kept).withoutClicksOf(hours.get(RewriteClicks.LOST)));
  }

  private void writeCells(PCollection<CellTotals> totals) {
    if (config.writes(Sink.CELLS)) {
      PCollection<Void> minutes =
          upsert("UpsertCells", totals.apply("BatchCells", BatchCells.perMinute()));
      landed.add(minutes);
      AggregatesTopic topic = aggregatesTopic();
      if (topic != null) {
        totals.apply("PublishCells", PublishCells.to(topic));
      }
      if (config.writes(Sink.ROLLUPS)) {
        rollUp(totals, minutes);
      }
    }
  }

  // Its rows are not waited for: roll-ups have a progress of their own.
  private void rollUp(PCollection<CellTotals> minutes, PCollection<Void> minutesLanded) {
    Duration lateness = config.times().allowedLateness();
    int shards = config.shards().ads();
    Duration untilHours = lateness.plus(RollUpCells.spread(shards));
    Duration untilDays = untilHours.plus(RollUpCells.spread(shards));
    StoreSettings settings = present(config.store());
    PCollection<CellTotals> hours =
        minutes.apply(
            "RollUpHours%dShards".formatted(shards),
            RollUpCells.perHour(settings)
                .withShards(shards)
                .withAllowedLateness(lateness)
                .afterLanding(minutesLanded));
    PCollection<Void> hoursLanded =
        upsert("UpsertHours", hours.apply("BatchHours", BatchCells.perHour()));
    PCollection<CellTotals> days =
        hours.apply(
            "RollUpDays%dShards".formatted(shards),
            RollUpCells.perDay(settings)
                .withShards(shards)
                .withAllowedLateness(untilHours)
                .afterLanding(hoursLanded));
    PCollection<Void> daysLanded =
        upsert("UpsertDays", days.apply("BatchDays", BatchCells.perDay()));
    PCollection<Progress> rolledUp =
        minutes
            .apply("MinutesOfCells", MapElements.into(longs()).via(CellTotals::startMillis))
            .apply("AwaitRollUps", AwaitStored.of(List.of(hoursLanded, daysLanded)))
            .apply(
                "ReportRolledUp",
                ReportProgress.every(Duration.standardMinutes(1))
                    .withAllowedLateness(untilDays)
                    .endingWith(Duration.standardDays(1)));
    PCollection<Progress> kept = kept("KeepRolledUp", rolledUp);
    counted.add(record -> record.withRollUps(kept));
  }

  private void rank(PCollection<KV<MinuteShard, CellPack>> packs) {
    if (config.writes(Sink.LEADERBOARDS)) {
      PCollection<WindowLeaderboard> ranked =
          packs.apply(
              named("RankAds", config.shards().ads())
                  + "%dMsSlices%sAds"
                      .formatted(
                          config.ranking().slice().getMillis(), config.ranking().listLengths()),
              RankAds.over(config.ranking().windows())
                  .withSlice(config.ranking().slice())
                  .withAllowedLateness(config.times().allowedLateness())
                  .withEarlyFirings(config.times().earlyFirings())
                  .withStateParts(config.shards().stateParts()));
      PCollection<WindowLeaderboard> boards =
          ranked.apply(
              "KeepListed", KeepListed.in(present(config.store()), config.times().allowedSkew()));
      landed.add(
          upsert(
              "UpsertLeaderboards", boards.apply("BatchLeaderboards", BatchLeaderboards.create())));
      AggregatesTopic topic = aggregatesTopic();
      if (topic != null) {
        boards.apply("PublishLeaderboards", PublishLeaderboards.to(topic));
      }
    }
  }

  private void trackMinutes(
      PCollectionList<KV<Long, MinuteCounts>> counts, PCollection<KV<Long, Long>> unread) {
    if (config.writes(Sink.MINUTES)) {
      PCollection<KV<Long, MinuteCounts>> all =
          counts
              .apply("AllCounts", Flatten.pCollections())
              .apply("AddUpCounts", AddUpCounts.ofBundles(config.times().allowedLateness()));
      TrackedMinutes tracked =
          all.apply(
              "TrackMinutes",
              TrackMinutes.create()
                  .withAllowedLateness(config.times().allowedLateness())
                  .afterLanding(landed));
      tracked.progress().apply("MeterProgress", MeterCounts.ofProgress());
      upsert("UpsertMinutes", tracked.minutes().apply("BatchMinutes", BatchMinutes.create()));
      upsert("UpsertProgress", tracked.progress().apply("BatchProgress", BatchProgress.ofStream()));
      upsert(
          "UpsertFinal",
          kept("KeepFinal", tracked.progress()).apply("BatchFinal", BatchProgress.ofFinal()));
      RecordCounted record =
          RecordCounted.following(tracked.progress())
              .without(unread, config.times().allowedLateness())
              .withWindows(config.slidingWindowsKept())
              .withKept(config.tablesKept());
      for (UnaryOperator<RecordCounted> more : counted) {
        record = more.apply(record);
      }
      upsert("UpsertCounted", all.apply("RecordCounted", record));
    }
  }

  /**
   * What is told for good is told once it cannot be forgotten: a stream that goes on from before it
   * might count a click that was too late. A run over files does not go on from anywhere.
   */
  private PCollection<Progress> kept(String name, PCollection<Progress> progress) {
    return config.inputFiles().isEmpty()
        ? progress.apply(name, AwaitCheckpoint.create())
        : progress;
  }

  /** Of its hour. */
  private static int quarterOf(long millis) {
    return (int) (4 * Math.floorMod(millis, Periods.HOUR_MILLIS) / Periods.HOUR_MILLIS);
  }

  private PCollection<Void> upsert(String name, PCollection<PartitionBatch> batches) {
    return batches.apply(name, UpsertRows.into(present(config.store())));
  }

  private @Nullable AggregatesTopic aggregatesTopic() {
    KafkaSettings kafka = config.kafka();
    if (kafka == null) {
      return null;
    }
    String name = kafka.aggregatesTopic();
    return name == null
        ? null
        : new AggregatesTopic(kafka.bootstrapServers(), name, kafka.configFile());
  }

  // StreamConfig has checked that whatever a chosen sink or source needs is there.
  private static <T> T present(@Nullable T setting) {
    if (setting == null) {
      throw new IllegalStateException("a setting is missing that the chosen sinks need");
    }
    return setting;
  }
}
