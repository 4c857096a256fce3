package org.adclicks.transforms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.transforms.Combine.AccumulatingCombineFn.Accumulator;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.values.KV;

/**
 * The closed slices of one shard, and the windows over them. Lives for one call of {@link
 * RankShardsFn}.
 */
final class SlicedShard {

  private final RankingRules rules;
  private final int shard;
  private final MapState<Long, SliceCounts> closed;
  private final TreeSet<Long> starts = new TreeSet<>();
  private final Map<Long, SliceCounts> read = new HashMap<>();

  SlicedShard(RankingRules rules, int shard, MapState<Long, SliceCounts> closed) {
    this.rules = rules;
    this.shard = shard;
    this.closed = closed;
    closed.keys().read().forEach(starts::add);
  }

  /** Adds cells to the slice starting at {@code start}. */
  void add(long start, AdCounts cells) {
    SliceCounts slice = slice(start);
    slice.addCells(cells);
    closed.put(start, slice);
    starts.add(start);
  }

  boolean hasSliceSince(long start) {
    return starts.ceiling(start) != null;
  }

  void forgetBefore(long start) {
    for (long forgotten : List.copyOf(starts.headSet(start))) {
      closed.remove(forgotten);
      starts.remove(forgotten);
    }
  }

  /**
   * Ranks every window that ends at {@code end}, and the open fixed ones if an early firing is due.
   */
  void rankWindowsAt(long end, OutputReceiver<KV<BoardKey, BoardPart>> out) {
    Map<Long, SliceCounts> sums = new HashMap<>();
    for (RankingWindow window : rules.windows()) {
      long into = Math.floorMod(end, window.periodMillis());
      if (into == 0) {
        long start = end - window.lengthMillis();
        rank(window, end, end, sums.computeIfAbsent(start, s -> sum(s, end)), out);
      } else if (window.isFixed()
          && rules.earlyMillis() > 0
          && Math.floorMod(end, rules.earlyMillis()) == 0) {
        SliceCounts soFar = sums.computeIfAbsent(end - into, s -> sum(s, end));
        rank(window, end - into + window.lengthMillis(), end, soFar, out);
      }
    }
  }

  /**
   * Gives the new counts of the ads that late clicks changed, in every window that has ended and
   * holds them.
   */
  void correct(
      Map<Long, AdCounts> late, long watermark, OutputReceiver<KV<BoardKey, BoardPart>> out) {
    for (RankingWindow window : rules.windows()) {
      TreeMap<Long, AdCounts> changedByEnd = new TreeMap<>();
      late.forEach(
          (start, cells) -> {
            long period = window.periodMillis();
            long end = start - Math.floorMod(start, period) + period;
            for (; end <= start + window.lengthMillis() && end <= watermark; end += period) {
              changedByEnd.computeIfAbsent(end, e -> new AdCounts()).addAll(cells);
            }
          });
      changedByEnd.forEach((end, changed) -> correct(window, end, changed, out));
    }
  }

  private void correct(
      RankingWindow window,
      long end,
      AdCounts changed,
      OutputReceiver<KV<BoardKey, BoardPart>> out) {
    List<SliceCounts> slices = slices(end - window.lengthMillis(), end);
    Map<String, TreeMap<String, Long>> adsByScope = new TreeMap<>();
    changed.forEach(
        (ad, country, clicks) -> {
          for (String scope : List.of(country, Leaderboard.ALL_ADS)) {
            long total = 0;
            for (SliceCounts slice : slices) {
              total += slice.get(ad, scope);
            }
            adsByScope.computeIfAbsent(scope, s -> new TreeMap<>()).put(ad, total);
          }
        });
    adsByScope.forEach(
        (scope, ads) -> {
          long total = 0;
          for (SliceCounts slice : slices) {
            total += slice.total(scope);
          }
          List<RankedAd> corrected = new ArrayList<>(ads.size());
          ads.forEach((ad, clicks) -> corrected.add(new RankedAd(ad, clicks)));
          out.output(
              KV.of(new BoardKey(window, scope, end), new BoardPart(shard, total, end, corrected)));
        });
  }

  private void rank(
      RankingWindow window,
      long end,
      long fireAt,
      SliceCounts counts,
      OutputReceiver<KV<BoardKey, BoardPart>> out) {
    Top.TopCombineFn<RankedAd, RankedAd.Ranking> top =
        new Top.TopCombineFn<>(window.capacity(), RankedAd.Ranking.BEST_LAST);
    Map<String, Accumulator<RankedAd, ?, List<RankedAd>>> tops = new HashMap<>();
    counts.forEach(
        (ad, scope, clicks) ->
            tops.computeIfAbsent(scope, s -> top.createAccumulator())
                .addInput(new RankedAd(ad, clicks)));
    tops.forEach(
        (scope, ads) ->
            out.output(
                KV.of(
                    new BoardKey(window, scope, end),
                    new BoardPart(shard, counts.total(scope), fireAt, ads.extractOutput()))));
  }

  private SliceCounts sum(long from, long to) {
    SliceCounts sum = new SliceCounts();
    for (SliceCounts slice : slices(from, to)) {
      sum.addCounts(slice);
    }
    return sum;
  }

  private List<SliceCounts> slices(long from, long to) {
    List<SliceCounts> slices = new ArrayList<>();
    for (long start : starts.subSet(from, to)) {
      slices.add(slice(start));
    }
    return slices;
  }

  private SliceCounts slice(long start) {
    return read.computeIfAbsent(
        start,
        s -> {
          SliceCounts stored = starts.contains(s) ? closed.get(s).read() : null;
          return stored != null ? stored : new SliceCounts();
        });
  }
}
