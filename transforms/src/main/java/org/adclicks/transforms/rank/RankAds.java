package org.adclicks.transforms.rank;

import java.util.List;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.cells.CellPackCoder;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.ShardCoder;
import org.adclicks.transforms.state.Durations;
import org.adclicks.transforms.state.SplitState;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Ranks ads by clicks over fixed and sliding event-time windows: the top N of each scope, that of
 * all ads among them.
 *
 * <p>Windows are built from slice totals, never from single clicks: each shard of ads ranks its
 * own, then the shards' lists are merged. A late click corrects every window it falls into; a later
 * list replaces the earlier one.
 *
 * <p>Shape: {@code PCollection<KV<MinuteShard, CellPack>>} -> {@code
 * PCollection<WindowLeaderboard>}: when the watermark passes a window's end, before that for the
 * shortest fixed windows if early firings are on, and after it when late clicks changed the list or
 * its total, gathered for five seconds of event time.
 *
 * <p>State: the cells of each slice for the longest window plus the lateness; the top N of each
 * window and scope for the lateness.
 *
 * <p>Errors: {@link IllegalArgumentException} for no windows, periods that are no multiple of the
 * slice, or a number of parts that is no power of two. Source: docs/decisions/0002.
 */
public final class RankAds
    extends PTransform<PCollection<KV<MinuteShard, CellPack>>, PCollection<WindowLeaderboard>> {

  private static final long serialVersionUID = 1L;

  private final RankingRules rules;
  private final int stateParts;

  private RankAds(RankingRules rules, int stateParts) {
    this.rules = rules;
    this.stateParts = stateParts;
  }

  public static RankAds over(List<RankingWindow> windows) {
    return new RankAds(
        new RankingRules(
            List.copyOf(windows), Duration.standardSeconds(10).getMillis(), Lateness.DEFAULT, 0),
        1);
  }

  /** The same slice {@link PackCells} was given. Default: ten seconds. */
  public RankAds withSlice(Duration slice) {
    return with(rules.withSliceMillis(slice.getMillis()));
  }

  /**
   * Corrects lists for clicks whose minute ended up to this far behind the watermark. Default: ten
   * minutes.
   */
  public RankAds withAllowedLateness(Duration lateness) {
    return with(rules.withLateness(Lateness.of(lateness)));
  }

  /**
   * Emits lists of open windows, the shortest fixed ones, every so much event time from their
   * start, with the slice that ends then or next. Default: zero, which is never.
   */
  public RankAds withEarlyFirings(Duration every) {
    return with(rules.withEarlyMillis(Durations.requireNotNegative("early firings", every)));
  }

  /**
   * Keeps the cells of a slice that fills in so many parts, a power of two up to 4096. Default: 1,
   * which is best on a heap; with RocksDB 4096 is.
   */
  public RankAds withStateParts(int parts) {
    return new RankAds(rules, SplitState.requireValid(parts));
  }

  private RankAds with(RankingRules changed) {
    return new RankAds(changed, stateParts);
  }

  @Override
  public PCollection<WindowLeaderboard> expand(PCollection<KV<MinuteShard, CellPack>> packs) {
    return packs
        .apply("KeyByShard", ParDo.of(new KeyByShardFn()))
        .setCoder(KvCoder.of(ShardCoder.of(), CellPackCoder.of()))
        .apply("RankShards", ParDo.of(new RankShardsFn(rules, stateParts)))
        .setCoder(KvCoder.of(BoardKey.KeyCoder.of(), ShardBoard.PartCoder.of()))
        .apply("MergeBoards", ParDo.of(new MergeBoardsFn(rules)))
        .setCoder(WindowLeaderboardCoder.of());
  }

  /** Windows reach over minutes, so the key is the shard alone. */
  private static final class KeyByShardFn
      extends DoFn<KV<MinuteShard, CellPack>, KV<Integer, CellPack>> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void key(
        @Element KV<MinuteShard, CellPack> pack, OutputReceiver<KV<Integer, CellPack>> out) {
      out.output(KV.of(pack.getKey().shard(), pack.getValue()));
    }
  }
}
