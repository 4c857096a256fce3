package org.adclicks.pipeline.graph;

import static org.apache.beam.sdk.values.TypeDescriptors.kvs;
import static org.apache.beam.sdk.values.TypeDescriptors.longs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.RejectedLine;
import org.adclicks.pipeline.archive.ArchiveClicks;
import org.adclicks.pipeline.boards.MarkResent;
import org.adclicks.pipeline.logfile.ReadClicksFromFiles;
import org.adclicks.pipeline.metrics.MeterCounts;
import org.adclicks.pipeline.options.ArchiveSettings;
import org.adclicks.pipeline.options.KafkaSettings;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.options.Sink;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.options.TimeSettings;
import org.adclicks.pipeline.publish.PublishRejected;
import org.adclicks.pipeline.publish.WriteRejectedFiles;
import org.adclicks.pipeline.source.ReadClicksFromKafka;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.TrackArrivals;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.cells.CountedCells;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.dedup.DeduplicatedClicks;
import org.adclicks.transforms.index.IndexClicks;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.minutes.AddUpCounts;
import org.adclicks.transforms.minutes.CorrectAfter;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.TrackMinutes;
import org.adclicks.transforms.minutes.TrackedMinutes;
import org.adclicks.transforms.open.CountOpen;
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
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The first job, and the only one without a queue: from log lines to the archive, and to the store
 * or the queue before it. The same for Kafka and files, and on every engine.
 *
 * <p>The names of the steps are the engine's operator ids: renaming one loses its state. Those
 * whose state is only found again with the same numbers have these in their names, so that a
 * checkpoint made with others is refused.
 */
public final class ClickPipeline {

  /** Names are silent about this one, which checkpoints made before they told any have. */
  private static final Duration SILENT_LATENESS = Duration.standardMinutes(10);

  private final StreamConfig config;
  private final Destination destination;
  private final List<PCollection<Void>> landed = new ArrayList<>();

  private ClickPipeline(StreamConfig config) {
    this.config = config;
    QueueSettings queue = config.queue();
    this.destination =
        queue == null
            ? new StoreDestination(config, config.store())
            : new QueueDestination(config, queue);
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
    countOpen(packs, PCollectionList.of(parsed.arrivals()).and(clicks.arrivals()));
    // Corrections reach the lists first, then the cells, then the clicks themselves.
    rank(packs);
    writeCells(cells.totals());
    indexClicks(clicks.clicks());
    trackMinutes(
        PCollectionList.of(parsed.counts()).and(clicks.counts()).and(cells.counts()),
        parsed.unread());
  }

  private String named(String step, int shards) {
    return untilFinal(
        "%s%dEvenShards%dParts".formatted(step, shards, config.shards().stateParts()));
  }

  /** Of a step that keeps something until it is final: for another lateness it has another name. */
  private String untilFinal(String step) {
    Duration lateness = config.times().allowedLateness();
    return lateness.equals(SILENT_LATENESS)
        ? step
        : "%s%dMsLate".formatted(step, lateness.getMillis());
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
            .withRounds(config.countsOpen())
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

  private void countOpen(
      PCollection<KV<MinuteShard, CellPack>> packs, PCollectionList<ArrivalNews> arrivals) {
    if (config.countsOpen()) {
      PCollection<ArrivalNews> counted =
          destination.open(
              packs.apply(
                  untilFinal("CountOpen%dShards".formatted(config.shards().ads())),
                  CountOpen.every(config.times().openEvery())
                      .withAllowedLateness(config.times().allowedLateness())));
      destination.countedThrough(
          arrivals
              .and(counted)
              .apply("AllArrivals", Flatten.pCollections())
              .apply(
                  "TrackArrivals",
                  TrackArrivals.over(config.shards().ads())
                      .withAllowedSkew(config.times().allowedSkew())));
    }
  }

  private void indexClicks(PCollection<ClickPack> clicks) {
    if (config.writes(Sink.CLICKS)) {
      IndexShards shards = config.indexShards();
      landed.add(
          destination.clicks(
              clicks
                  .apply(
                      "ClicksAfterCells",
                      CorrectAfter.landing(
                          landed,
                          // Together: blocks of late clicks are small enough.
                          pack ->
                              new MinuteShard(pack.minuteMillis(), quarterOf(pack.minuteMillis()))))
                  .apply(StepNames.of("IndexClicks", shards), IndexClicks.over(shards))));
    }
  }

  private void writeCells(PCollection<CellTotals> totals) {
    if (config.writes(Sink.CELLS)) {
      landed.add(
          destination.cells(
              totals.apply(
                  "CellsAfterLists",
                  CorrectAfter.landing(
                          landed,
                          (CellTotals each) -> new MinuteShard(each.startMillis(), each.shard()))
                      .heeding(destination.toldBefore()))));
    }
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
      landed.add(
          destination.leaderboards(
              ranked.apply("MarkResent", MarkResent.ofClicksAhead(config.times().allowedSkew()))));
    }
  }

  private void trackMinutes(
      PCollectionList<KV<Long, MinuteCounts>> counts, PCollection<KV<Long, Long>> unread) {
    // What is told moves the queue on, whatever is in it.
    if (config.queue() == null
        && Stream.of(Sink.MINUTES, Sink.ROLLUPS, Sink.CLICKS).noneMatch(config::writes)) {
      return;
    }
    PCollection<KV<Long, MinuteCounts>> all =
        counts
            .apply("AllCounts", Flatten.pCollections())
            .apply("AddUpCounts", AddUpCounts.ofBundles(config.times().allowedLateness()));
    TrackedMinutes tracked =
        all.apply(
            untilFinal("TrackMinutes"),
            TrackMinutes.create()
                .withAllowedLateness(config.times().allowedLateness())
                .afterLanding(landed));
    destination.minutes(tracked, all, unread.apply("WidenUnread", earlier(config.times())));
  }

  /** Clicks that were allowed to be so late may have been among those that nobody read. */
  private static MapElements<KV<Long, Long>, KV<Long, Long>> earlier(TimeSettings times) {
    long lateness = times.allowedLateness().getMillis();
    return MapElements.into(kvs(longs(), longs()))
        .via(span -> KV.of(Math.max(0, span.getKey() - lateness), span.getValue()));
  }

  /** Of its hour. */
  private static int quarterOf(long millis) {
    return (int) (4 * Math.floorMod(millis, Periods.HOUR_MILLIS) / Periods.HOUR_MILLIS);
  }

  // StreamConfig has checked that whatever a chosen sink or source needs is there.
  private static <T> T present(@Nullable T setting) {
    if (setting == null) {
      throw new IllegalStateException("a setting is missing that the chosen sinks need");
    }
    return setting;
  }
}
