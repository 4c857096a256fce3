package org.adclicks.transforms.dedup;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.ArrivalsTag;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPacker;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.BackdatingFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * Packs the clicks of a bundle by minute and shard of their identity.
 *
 * <p>A full pack is stamped with its oldest click, which is of this bundle and so not behind the
 * watermark.
 *
 * <p>Where clicks are of rounds, those of a bundle are a lot, which is told of at its end.
 */
final class PackClicksFn extends BackdatingFn<SourcedClick, KV<MinuteShard, ClickPack>> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<KV<MinuteShard, ClickPack>> PACKS = new TupleTag<>("packs") {};

  private final int shards;
  private transient @Nullable ClickPacker packer;
  private transient long lot;
  private transient Map<Long, Long> clicksByRound = new HashMap<>();

  PackClicksFn(int shards) {
    this.shards = shards;
  }

  @StartBundle
  public void startBundle() {
    packer = null;
    lot = 0;
    clicksByRound = new HashMap<>();
  }

  @ProcessElement
  public void pack(@Element SourcedClick sourced, MultiOutputReceiver out) {
    long round = sourced.round();
    ClickPacker open = packer;
    if (open == null) {
      lot = round == 0 ? 0 : newLot();
      open = new ClickPacker(shards, lot);
      packer = open;
    }
    if (lot != 0) {
      clicksByRound.merge(round, 1L, Long::sum);
    }
    if (open.add(sourced.click())) {
      open.takeFull(
          (key, pack, oldest) -> out.get(PACKS).outputWithTimestamp(KV.of(key, pack), oldest));
    }
  }

  /** One of 2^63: two that are under way at once are never the same. */
  private static long newLot() {
    return ThreadLocalRandom.current().nextLong() | 1;
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (packer != null) {
      packer.takeAll(
          (key, pack, oldest) ->
              context.output(PACKS, KV.of(key, pack), oldest, GlobalWindow.INSTANCE));
    }
    if (!clicksByRound.isEmpty()) {
      context.output(
          ArrivalsTag.ARRIVALS,
          ArrivalNews.ofLot(lot, clicksByRound),
          BoundedWindow.TIMESTAMP_MIN_VALUE,
          GlobalWindow.INSTANCE);
    }
    packer = null;
  }
}
