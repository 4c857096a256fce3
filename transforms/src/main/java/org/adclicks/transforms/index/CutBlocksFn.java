package org.adclicks.transforms.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.pack.ClickCursor;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.EventTimers;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Gathers the clicks of one minute and shard and cuts them into blocks by bucket when the minute
 * closes, or when there are enough of them.
 */
final class CutBlocksFn extends DoFn<KV<MinuteShard, ClickPack>, MinuteBlock> {

  private static final long serialVersionUID = 1L;
  private static final String OPEN = "open";
  private static final String HELD = "held";
  private static final String CLOSE = "close";

  @StateId(OPEN)
  private final StateSpec<BagState<ClickPack>> openSpec = StateSpecs.bag(ClickPackCoder.of());

  /** Clicks in the bag; nothing before the minute's first clicks and after its end. */
  @StateId(HELD)
  private final StateSpec<ValueState<Integer>> heldSpec = StateSpecs.value(VarIntCoder.of());

  @TimerId(CLOSE)
  private final TimerSpec closeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final IndexShards shards;
  private final boolean cutsAtOnce;

  /**
   * @param cutsAtOnce whether nothing is gathered
   */
  CutBlocksFn(IndexShards shards, boolean cutsAtOnce) {
    this.shards = shards;
    this.cutsAtOnce = cutsAtOnce;
  }

  @ProcessElement
  public void gather(
      @Element KV<MinuteShard, ClickPack> element,
      @StateId(OPEN) BagState<ClickPack> open,
      @AlwaysFetched @StateId(HELD) ValueState<Integer> heldState,
      @TimerId(CLOSE) Timer close,
      OutputReceiver<MinuteBlock> out) {
    MinuteShard key = element.getKey();
    ClickPack pack = element.getValue();
    long minuteEnd = key.minuteMillis() + Periods.MINUTE_MILLIS;
    if (cutsAtOnce) {
      cut(key, List.of(pack), out);
      return;
    }
    Integer before = heldState.read();
    if (before == null) {
      EventTimers.setHolding(close, minuteEnd);
    }
    int held = (before == null ? 0 : before) + pack.size();
    open.add(pack);
    if (held >= shards.clicksWorthCutting()) {
      cut(key, open.read(), out);
      open.clear();
      held = 0;
    }
    heldState.write(held);
  }

  @OnTimer(CLOSE)
  public void close(
      @Key MinuteShard key,
      @StateId(OPEN) BagState<ClickPack> open,
      @StateId(HELD) ValueState<Integer> held,
      OutputReceiver<MinuteBlock> out) {
    cut(key, open.read(), out);
    open.clear();
    held.clear();
  }

  private void cut(MinuteShard key, Iterable<ClickPack> packs, OutputReceiver<MinuteBlock> out) {
    ClickSide side = shards.sideOf(key.shard());
    Map<Integer, List<IndexedClick>> byBucket = new TreeMap<>();
    for (ClickPack pack : packs) {
      ClickCursor click = pack.clicks();
      while (click.next()) {
        int bucket = shards.buckets().bucketOf(SideClicks.hash(side, click));
        byBucket
            .computeIfAbsent(bucket, b -> new ArrayList<>())
            .add(SideClicks.indexed(side, click));
      }
    }
    byBucket.forEach(
        (bucket, clicks) -> {
          for (ClickBlock block : ClickBlock.cut(clicks)) {
            out.output(new MinuteBlock(side, bucket, key.minuteMillis(), block));
          }
        });
  }
}
