package org.adclicks.transforms.index;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.transforms.pack.ClickCursor;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.BackdatingFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Packs the clicks of a bundle once more: by minute and shard of users, and by minute and shard of
 * ips. A pack is stamped as the earliest of those its clicks come from.
 *
 * <p>What is packed together is of this bundle.
 */
final class PackBySideFn extends BackdatingFn<ClickPack, KV<MinuteShard, ClickPack>> {

  private static final long serialVersionUID = 1L;
  private static final ClickSide[] SIDES = ClickSide.values();

  /** A bounded run may hand over one huge bundle: everything leaves once it holds so many. */
  private static final int MAX_HELD_CLICKS = 50_000;

  private record Open(ClickPack.Builder pack, Instant earliest) {}

  private final IndexShards shards;
  private transient @Nullable Map<MinuteShard, Open> open;
  private transient int held;

  PackBySideFn(IndexShards shards) {
    this.shards = shards;
  }

  @StartBundle
  public void startBundle() {
    open = new HashMap<>();
    held = 0;
  }

  @ProcessElement
  public void pack(
      @Element ClickPack clicks,
      @Timestamp Instant timestamp,
      OutputReceiver<KV<MinuteShard, ClickPack>> out) {
    Map<MinuteShard, Open> packs = open();
    ClickCursor click = clicks.clicks();
    while (click.next()) {
      for (ClickSide side : SIDES) {
        int bucket = shards.buckets().bucketOf(SideClicks.hash(side, click));
        MinuteShard key = new MinuteShard(clicks.minuteMillis(), shards.shardOf(side, bucket));
        Open pack = packs.get(key);
        if (pack == null || timestamp.isBefore(pack.earliest())) {
          pack =
              new Open(
                  pack == null ? new ClickPack.Builder(clicks.minuteMillis()) : pack.pack(),
                  timestamp);
          packs.put(key, pack);
        }
        pack.pack().add(click);
      }
    }
    held += clicks.size();
    if (held >= MAX_HELD_CLICKS) {
      takeAll((pack, earliest) -> out.outputWithTimestamp(pack, earliest));
      startBundle();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    takeAll((pack, earliest) -> context.output(pack, earliest, GlobalWindow.INSTANCE));
    open = null;
  }

  private void takeAll(BiConsumer<KV<MinuteShard, ClickPack>, Instant> receiver) {
    open()
        .forEach((key, each) -> receiver.accept(KV.of(key, each.pack().build()), each.earliest()));
  }

  private Map<MinuteShard, Open> open() {
    Map<MinuteShard, Open> packs = open;
    if (packs == null) {
      throw new IllegalStateException("an element outside a bundle");
    }
    return packs;
  }
}
