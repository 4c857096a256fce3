package org.adclicks.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Ranks one shard's ads. Slices that still fill are touched by every pack and kept apart from those
 * that have closed, which are read when a window ends or a late click comes.
 */
final class RankShardsFn extends DoFn<KV<Integer, CellPack>, KV<BoardKey, BoardPart>> {

  private static final long serialVersionUID = 1L;
  private static final String OPEN = "open";
  private static final String CLOSED = "closed";
  private static final String NEXT = "next";
  private static final String SLICE = "slice";

  @StateId(OPEN)
  private final StateSpec<ValueState<OpenSlices>> openSpec =
      StateSpecs.value(OpenSlices.SlicesCoder.of());

  @StateId(CLOSED)
  private final StateSpec<MapState<Long, SliceCounts>> closedSpec =
      StateSpecs.map(VarLongCoder.of(), SliceCounts.SliceCoder.of());

  /** When the timer is set for. */
  @StateId(NEXT)
  private final StateSpec<ValueState<Long>> nextSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(SLICE)
  private final TimerSpec sliceSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final RankingRules rules;

  RankShardsFn(RankingRules rules) {
    this.rules = rules;
  }

  @ProcessElement
  public void add(
      @Element KV<Integer, CellPack> element,
      @AlwaysFetched @StateId(OPEN) ValueState<OpenSlices> openState,
      @StateId(CLOSED) MapState<Long, SliceCounts> closed,
      @StateId(NEXT) ValueState<Long> next,
      @TimerId(SLICE) Timer timer,
      OutputReceiver<KV<BoardKey, BoardPart>> out) {
    long watermark = timer.getCurrentRelativeTime().getMillis();
    OpenSlices open = openState.read();
    if (open == null) {
      open = new OpenSlices();
    }
    Map<Long, AdCounts> late = new TreeMap<>();
    long due = Long.MAX_VALUE;
    for (Map.Entry<Long, AdCounts> slice : element.getValue().slices().entrySet()) {
      long end = slice.getKey() + rules.sliceMillis();
      if (end > watermark) {
        open.at(slice.getKey()).addAll(slice.getValue());
        due = Math.min(due, end);
      } else {
        late.put(slice.getKey(), slice.getValue());
        // Windows that end later and reach back to this slice are still to come.
        due = Math.min(due, rules.sliceOf(watermark) + rules.sliceMillis());
      }
    }
    openState.write(open);
    setTimer(due, element.getKey(), next, timer);
    if (!late.isEmpty()) {
      SlicedShard shard = new SlicedShard(rules, element.getKey(), closed);
      late.forEach(shard::add);
      shard.correct(late, watermark, out);
    }
  }

  @OnTimer(SLICE)
  public void closeSlice(
      @Key Integer key,
      OnTimerContext context,
      @AlwaysFetched @StateId(OPEN) ValueState<OpenSlices> openState,
      @StateId(CLOSED) MapState<Long, SliceCounts> closed,
      @StateId(NEXT) ValueState<Long> next,
      @TimerId(SLICE) Timer timer,
      OutputReceiver<KV<BoardKey, BoardPart>> out) {
    long now = context.fireTimestamp().getMillis();
    SlicedShard shard = new SlicedShard(rules, key, closed);
    OpenSlices open = openState.read();
    Long nextDue = null;
    if (open != null) {
      List<Long> ended =
          new ArrayList<>(open.slices().headMap(now - rules.sliceMillis(), true).keySet());
      for (long start : ended) {
        AdCounts cells = open.slices().remove(start);
        if (cells != null) {
          shard.add(start, cells);
        }
      }
      openState.write(open);
      nextDue = open.slices().isEmpty() ? null : open.slices().firstKey() + rules.sliceMillis();
    }
    shard.rankWindowsAt(now, out);
    shard.forgetBefore(now - rules.keepMillis());
    if (shard.hasSliceSince(now + rules.sliceMillis() - rules.longestMillis())) {
      nextDue = now + rules.sliceMillis();
    }
    next.clear();
    if (nextDue != null) {
      setTimer(nextDue, key, next, timer);
    }
  }

  private static void setTimer(long due, int shard, ValueState<Long> next, Timer timer) {
    @Nullable Long known = next.read();
    if (known == null || due < known) {
      next.write(due);
      EventTimes.setHolding(timer, due, shard);
    }
  }
}
