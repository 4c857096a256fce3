package org.adclicks.transforms.rank;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.adclicks.click.Scope;
import org.adclicks.transforms.cells.CellCounts;
import org.apache.beam.sdk.transforms.Combine.AccumulatingCombineFn.Accumulator;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.values.KV;

/** The windows over one shard's closed slices. Lives for one call of {@link RankShardsFn}. */
final class ShardWindows {

  private final RankingRules rules;
  private final int shard;
  private final ClosedSlices slices;

  ShardWindows(RankingRules rules, int shard, ClosedSlices slices) {
    this.rules = rules;
    this.shard = shard;
    this.slices = slices;
  }

  /**
   * Ranks every window that ends at {@code end}, and the open fixed ones if an early firing is due.
   */
  void rankWindowsAt(long end, OutputReceiver<KV<BoardKey, ShardBoard>> out) {
    Map<Long, WindowCounts> sums = new HashMap<>();
    for (RankingWindow window : rules.windows()) {
      long into = Math.floorMod(end, window.periodMillis());
      if (into == 0) {
        long start = end - window.lengthMillis();
        rank(window, end, end, sums.computeIfAbsent(start, s -> slices.sum(s, end)), out);
      } else if (rules.firesEarly(window, into)) {
        WindowCounts soFar = sums.computeIfAbsent(end - into, s -> slices.sum(s, end));
        rank(window, end - into + window.lengthMillis(), end, soFar, out);
      }
    }
  }

  /**
   * Gives the new counts of the ads that late clicks changed, in every window that has ended and
   * holds them.
   */
  void correct(
      Map<Long, CellCounts> late, long watermark, OutputReceiver<KV<BoardKey, ShardBoard>> out) {
    for (RankingWindow window : rules.windows()) {
      TreeMap<Long, CellCounts> changedByEnd = new TreeMap<>();
      late.forEach(
          (start, cells) -> {
            long period = window.periodMillis();
            long end = start - Math.floorMod(start, period) + period;
            for (; end <= start + window.lengthMillis() && end <= watermark; end += period) {
              changedByEnd.computeIfAbsent(end, e -> new CellCounts()).addAll(cells);
            }
          });
      changedByEnd.forEach((end, changed) -> correct(window, end, changed, out));
    }
  }

  private void correct(
      RankingWindow window,
      long end,
      CellCounts changed,
      OutputReceiver<KV<BoardKey, ShardBoard>> out) {
    NavigableSet<Long> starts = slices.starts(end - window.lengthMillis(), end);
    Map<Scope, Map<String, Long>> adsByScope = new TreeMap<>();
    changed.forEach(
        (ad, cellScope, clicks) -> {
          recount(ad, cellScope, starts, adsByScope);
          cellScope.wider().forEach(scope -> recount(ad, scope, starts, adsByScope));
        });
    adsByScope.forEach(
        (scope, ads) -> {
          long total = 0;
          for (long start : starts) {
            total += slices.total(start, scope);
          }
          List<RankedAd> corrected = new ArrayList<>(ads.size());
          ads.forEach((ad, clicks) -> corrected.add(new RankedAd(ad, clicks)));
          out.output(
              KV.of(
                  new BoardKey(window, scope, end), new ShardBoard(shard, total, end, corrected)));
        });
  }

  private void recount(
      String ad, Scope scope, NavigableSet<Long> starts, Map<Scope, Map<String, Long>> adsByScope) {
    long total = 0;
    for (long start : starts) {
      total += slices.clicks(start, ad, scope);
    }
    adsByScope.computeIfAbsent(scope, s -> new TreeMap<>()).put(ad, total);
  }

  private void rank(
      RankingWindow window,
      long end,
      long fireAt,
      WindowCounts counts,
      OutputReceiver<KV<BoardKey, ShardBoard>> out) {
    Top.TopCombineFn<RankedAd, RankedAd.Ranking> top =
        new Top.TopCombineFn<>(window.capacity(), RankedAd.Ranking.BEST_LAST);
    Map<Scope, Accumulator<RankedAd, ?, List<RankedAd>>> tops = new HashMap<>();
    counts.forEach(
        (ad, scope, clicks) ->
            tops.computeIfAbsent(scope, s -> top.createAccumulator())
                .addInput(new RankedAd(ad, clicks)));
    tops.forEach(
        (scope, ads) ->
            out.output(
                KV.of(
                    new BoardKey(window, scope, end),
                    new ShardBoard(shard, counts.total(scope), fireAt, ads.extractOutput()))));
  }
}
