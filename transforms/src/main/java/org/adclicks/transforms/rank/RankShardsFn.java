package org.adclicks.transforms.rank;

import java.util.Map;
import java.util.TreeMap;
import org.adclicks.click.Scope;
import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.coding.ScopeCoder;
import org.adclicks.transforms.state.BackdatingFn;
import org.adclicks.transforms.state.EventTimers;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Ranks one shard's ads. Slices that still fill are touched by every pack and kept apart from those
 * that have closed, which are read when a window ends or a late click comes.
 *
 * <p>A click let through late is stamped later than the end of its slice, which a timer holds.
 */
final class RankShardsFn extends BackdatingFn<KV<Integer, CellPack>, KV<BoardKey, ShardBoard>> {

  private static final long serialVersionUID = 1L;
  private static final String OPEN = "open";
  private static final String CLOSED = "closed";
  private static final String TOTALS = "totals";
  private static final String NEXT = "next";
  private static final String RANKED = "ranked";
  private static final String SLICE = "slice";

  @StateId(OPEN)
  private final StateSpec<MapState<SliceKey, CellCounts>> openSpec =
      StateSpecs.map(SliceKey.PartCoder.of(), CellCounts.CountsCoder.of());

  @StateId(CLOSED)
  private final StateSpec<MapState<SliceKey, CellCounts>> closedSpec =
      StateSpecs.map(SliceKey.PartCoder.of(), CellCounts.CountsCoder.of());

  /** Of each closed slice: scope of its cells -> clicks. */
  @StateId(TOTALS)
  private final StateSpec<MapState<Long, Map<Scope, Long>>> totalsSpec =
      StateSpecs.map(VarLongCoder.of(), MapCoder.of(ScopeCoder.of(), VarLongCoder.of()));

  /** When the timer is set for. */
  @StateId(NEXT)
  private final StateSpec<ValueState<Long>> nextSpec = StateSpecs.value(VarLongCoder.of());

  /**
   * Up to where windows have been ranked. Remembered, because after a restart the watermark is
   * unknown until the first one arrives, and a late click would begin all over at its own time.
   */
  @StateId(RANKED)
  private final StateSpec<ValueState<Long>> rankedSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(SLICE)
  private final TimerSpec sliceSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final RankingRules rules;
  private final int stateParts;

  RankShardsFn(RankingRules rules, int stateParts) {
    this.rules = rules;
    this.stateParts = stateParts;
  }

  @ProcessElement
  public void add(
      @Element KV<Integer, CellPack> element,
      @Timestamp Instant timestamp,
      @StateId(OPEN) MapState<SliceKey, CellCounts> openState,
      @StateId(CLOSED) MapState<SliceKey, CellCounts> closedState,
      @StateId(TOTALS) MapState<Long, Map<Scope, Long>> totalsState,
      @StateId(NEXT) ValueState<Long> next,
      @StateId(RANKED) ValueState<Long> ranked,
      @TimerId(SLICE) Timer timer,
      OutputReceiver<KV<BoardKey, ShardBoard>> out) {
    long watermark = passed(timer, timestamp, ranked);
    OpenSlices open = new OpenSlices(openState, stateParts);
    Map<Long, CellCounts> late = new TreeMap<>();
    long due = Long.MAX_VALUE;
    for (Map.Entry<Long, CellCounts> slice : element.getValue().slices().entrySet()) {
      long end = slice.getKey() + rules.sliceMillis();
      if (end > watermark) {
        open.add(slice.getKey(), slice.getValue());
        due = Math.min(due, end);
      } else {
        late.put(slice.getKey(), slice.getValue());
        // Windows that end later and reach back to this slice are still to come.
        due = Math.min(due, rules.sliceOf(watermark) + rules.sliceMillis());
      }
    }
    open.write();
    setTimer(due, element.getKey(), next, timer);
    if (!late.isEmpty()) {
      ClosedSlices closed = new ClosedSlices(closedState, totalsState, stateParts);
      late.forEach(closed::add);
      new ShardWindows(rules, element.getKey(), closed).correct(late, watermark, out);
      closed.write();
    }
  }

  @OnTimer(SLICE)
  public void closeSlice(
      @Key Integer key,
      OnTimerContext context,
      @StateId(OPEN) MapState<SliceKey, CellCounts> openState,
      @StateId(CLOSED) MapState<SliceKey, CellCounts> closedState,
      @StateId(TOTALS) MapState<Long, Map<Scope, Long>> totalsState,
      @StateId(NEXT) ValueState<Long> next,
      @StateId(RANKED) ValueState<Long> ranked,
      @TimerId(SLICE) Timer timer,
      OutputReceiver<KV<BoardKey, ShardBoard>> out) {
    long now = context.fireTimestamp().getMillis();
    ClosedSlices closed = new ClosedSlices(closedState, totalsState, stateParts);
    Long firstOpen =
        new OpenSlices(openState, stateParts).closeUntil(now - rules.sliceMillis(), closed);
    new ShardWindows(rules, key, closed).rankWindowsAt(now, out);
    closed.forgetBefore(now - rules.keepMillis());
    closed.write();
    next.clear();
    ranked.write(now);
    Long due = rules.nextEnd(now, closed::firstSince, firstOpen);
    if (due != null) {
      setTimer(due, key, next, timer);
    }
  }

  /** How far the watermark is known to have come: here, where clicks are let through, or before. */
  private static long passed(Timer timer, Instant timestamp, ValueState<Long> ranked) {
    long here = Math.max(timer.getCurrentRelativeTime().getMillis(), timestamp.getMillis());
    Long before = ranked.read();
    return before == null ? here : Math.max(here, before);
  }

  private static void setTimer(long due, int shard, ValueState<Long> next, Timer timer) {
    @Nullable Long known = next.read();
    if (known == null || due < known) {
      next.write(due);
      EventTimers.setHolding(timer, due, shard);
    }
  }
}
