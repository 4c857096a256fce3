package org.adclicks.transforms.cells;

import java.util.HashMap;
import java.util.Map;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.adclicks.transforms.pack.Shards;
import org.adclicks.transforms.state.BackdatingFn;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the clicks of a bundle by slice and cell and packs them by minute and shard of ads: what
 * counting and ranking both start from.
 *
 * <p>Shape: {@code PCollection<ClickPack>} -> {@code PCollection<KV<MinuteShard, CellPack>>}. No
 * state; an ad with half of all clicks is one entry of a pack. A pack is stamped as the earliest of
 * the click packs of its minute.
 *
 * <p>Errors: {@link IllegalArgumentException} if the shards do not divide the store's buckets, or
 * slices not a minute.
 */
public final class PackCells
    extends PTransform<PCollection<ClickPack>, PCollection<KV<MinuteShard, CellPack>>> {

  private static final long serialVersionUID = 1L;

  private final int shards;
  private final long sliceMillis;

  private PackCells(int shards, long sliceMillis) {
    this.shards = shards;
    this.sliceMillis = sliceMillis;
  }

  public static PackCells create() {
    return new PackCells(16, Duration.standardSeconds(10).getMillis());
  }

  /** Spreads the ads over so many keys; a power of two. Default: 16. */
  public PackCells withShards(int shardsOfAds) {
    return new PackCells(Shards.requirePowerOfTwo(shardsOfAds), sliceMillis);
  }

  /** The step of the finest sliding window; divides a minute. Default: ten seconds. */
  public PackCells withSlice(Duration slice) {
    long millis = slice.getMillis();
    if (millis <= 0 || Periods.MINUTE_MILLIS % millis != 0) {
      throw new IllegalArgumentException("a slice must divide a minute, not " + slice);
    }
    return new PackCells(shards, millis);
  }

  @Override
  public PCollection<KV<MinuteShard, CellPack>> expand(PCollection<ClickPack> clicks) {
    return clicks
        .apply("AddUpBundle", ParDo.of(new PackCellsFn(shards, sliceMillis)))
        .setCoder(KvCoder.of(MinuteShardCoder.of(), CellPackCoder.of()));
  }

  /** A pack is stamped with the earliest stamp of what it holds, and all that is of this bundle. */
  private static final class PackCellsFn
      extends BackdatingFn<ClickPack, KV<MinuteShard, CellPack>> {

    private static final long serialVersionUID = 1L;

    /**
     * A bounded run may hand over one huge bundle: everything leaves once it holds this many
     * clicks.
     */
    private static final int MAX_HELD_CLICKS = 50_000;

    private final int shards;
    private final long sliceMillis;
    private transient @Nullable Map<Long, CellPacker> minutes;
    private transient int held;

    PackCellsFn(int shards, long sliceMillis) {
      this.shards = shards;
      this.sliceMillis = sliceMillis;
    }

    @StartBundle
    public void startBundle() {
      minutes = new HashMap<>();
      held = 0;
    }

    @ProcessElement
    public void addUp(
        @Element ClickPack pack,
        @Timestamp Instant timestamp,
        OutputReceiver<KV<MinuteShard, CellPack>> out) {
      Map<Long, CellPacker> open = minutes;
      if (open == null) {
        throw new IllegalStateException("an element outside a bundle");
      }
      open.computeIfAbsent(
              pack.minuteMillis(), minute -> new CellPacker(minute, shards, sliceMillis))
          .add(pack, timestamp);
      held += pack.size();
      if (held >= MAX_HELD_CLICKS) {
        open.values()
            .forEach(
                cells ->
                    cells.forEach(
                        (key, packed) ->
                            out.outputWithTimestamp(KV.of(key, packed), cells.earliest())));
        startBundle();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (minutes != null) {
        minutes
            .values()
            .forEach(
                cells ->
                    cells.forEach(
                        (key, packed) ->
                            context.output(
                                KV.of(key, packed), cells.earliest(), GlobalWindow.INSTANCE)));
      }
      minutes = null;
    }
  }
}
