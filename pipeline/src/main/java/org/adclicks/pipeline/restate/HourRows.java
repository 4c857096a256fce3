package org.adclicks.pipeline.restate;

import java.time.Instant;
import java.util.Objects;
import org.adclicks.pipeline.archive.ReadArchive;
import org.adclicks.pipeline.boards.BatchLeaderboards;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.rollup.CutHours;
import org.adclicks.pipeline.rollup.SumCells;
import org.adclicks.pipeline.sink.BatchCells;
import org.adclicks.pipeline.sink.BatchMinutes;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.cells.CountedCells;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicatedClicks;
import org.adclicks.transforms.dedup.KeepOneOfEach;
import org.adclicks.transforms.index.IndexClicks;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.adclicks.transforms.minutes.MinuteStatusCoder;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.rank.RankAds;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.adclicks.v1.MinuteState;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * The rows that the store should have of some hours, by the archive: the stream's own transforms
 * over all that has arrived, however late, each click once.
 *
 * <p>Shape: {@code PBegin} -> {@code PCollection<PartitionBatch>}, bounded: cells of minutes and
 * hours, lists of minutes, five minutes and sliding windows, hours of the click index, minutes. Of
 * the minutes and windows around the hours there are rows too, which are not whole.
 *
 * <p>Errors: the job fails for a damaged archive file. Source: docs/decisions/0047.
 */
public final class HourRows extends PTransform<PBegin, PCollection<PartitionBatch>> {

  private static final long serialVersionUID = 1L;

  private final transient StreamConfig config;
  private final HourRange hours;
  private final Instant arrivedBefore;
  private final boolean withClicks;

  private HourRows(
      StreamConfig config, HourRange hours, Instant arrivedBefore, boolean withClicks) {
    this.config = config;
    this.hours = hours;
    this.arrivedBefore = arrivedBefore;
    this.withClicks = withClicks;
  }

  /** With the windows, list lengths and shards of the stream's settings. */
  public static HourRows of(StreamConfig config, HourRange hours, Instant arrivedBefore) {
    return new HourRows(config, hours, arrivedBefore, true);
  }

  /** Whether rows of the click index are made, too. Default: they are. */
  public HourRows withClicks(boolean with) {
    return new HourRows(config, hours, arrivedBefore, with);
  }

  /** How long after the hours the lists are that have clicks of them. */
  public static long reachMillis(StreamConfig config) {
    return config.ranking().windows().stream()
        .mapToLong(RankingWindow::lengthMillis)
        .max()
        .orElse(0);
  }

  @Override
  public PCollection<PartitionBatch> expand(PBegin begin) {
    DeduplicatedClicks clicks = deduplicated(begin);
    PCollection<KV<MinuteShard, CellPack>> packs =
        clicks
            .clicks()
            .apply(
                "PackCells",
                PackCells.create()
                    .withShards(config.shards().ads())
                    .withSlice(config.ranking().slice()));
    CountedCells cells = packs.apply("CountCells", CountCells.perMinute());
    PCollection<CellTotals> totals = cells.totals();
    PCollectionList<PartitionBatch> rows =
        PCollectionList.of(totals.apply("BatchCells", BatchCells.perMinute()))
            .and(
                totals
                    .apply("SumCells", SumCells.perHour())
                    .apply("BatchHours", BatchCells.perHour()))
            .and(ranked(packs).apply("BatchLeaderboards", BatchLeaderboards.create()))
            .and(counted(PCollectionList.of(clicks.counts()).and(cells.counts())));
    return (withClicks ? rows.and(indexed(clicks.clicks())) : rows)
        .apply("AllRows", Flatten.pCollections());
  }

  private DeduplicatedClicks deduplicated(PBegin begin) {
    long reach = reachMillis(config);
    long from = hours.fromMillis() - reach;
    long to = hours.toMillis() + reach;
    // A click may be dated ahead of its arrival, and arrive however late.
    Instant arrivedFrom = Instant.ofEpochMilli(from - config.times().allowedSkew().getMillis());
    String archive = Objects.requireNonNull(config.archive()).directory();
    int shards = config.shards().identities();
    return begin
        .apply("ReadArchive", ReadArchive.under(archive, arrivedFrom, arrivedBefore).packed(shards))
        .apply("OfTheseHours", Filter.by(pack -> isWithin(pack.getKey(), from, to)))
        .apply("KeepOneOfEach", KeepOneOfEach.ofPacks());
  }

  private static boolean isWithin(MinuteShard key, long from, long to) {
    return from <= key.minuteMillis() && key.minuteMillis() < to;
  }

  private PCollection<WindowLeaderboard> ranked(PCollection<KV<MinuteShard, CellPack>> packs) {
    return packs.apply(
        "RankAds", RankAds.over(config.ranking().windows()).withSlice(config.ranking().slice()));
  }

  private PCollection<PartitionBatch> indexed(PCollection<ClickPack> clicks) {
    IndexShards shards = config.indexShards();
    return clicks
        .apply("IndexClicks", IndexClicks.over(shards))
        .apply("CutHours", CutHours.over(shards.buckets()));
  }

  private static PCollection<PartitionBatch> counted(
      PCollectionList<KV<Long, MinuteCounts>> counts) {
    return counts
        .apply("AllCounts", Flatten.pCollections())
        .apply("SumCounts", Combine.perKey(HourRows::sum))
        .apply("MinutesAsStatus", ParDo.of(new StatusFn()))
        .setCoder(MinuteStatusCoder.of())
        .apply("BatchMinutes", BatchMinutes.create());
  }

  private static MinuteCounts sum(Iterable<MinuteCounts> counts) {
    MinuteCounts all = MinuteCounts.NONE;
    for (MinuteCounts each : counts) {
      all = all.plus(each);
    }
    return all;
  }

  private static final class StatusFn extends DoFn<KV<Long, MinuteCounts>, MinuteStatus> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void status(@Element KV<Long, MinuteCounts> minute, OutputReceiver<MinuteStatus> out) {
      out.output(new MinuteStatus(minute.getKey(), MinuteState.RESTATED, minute.getValue()));
    }
  }
}
