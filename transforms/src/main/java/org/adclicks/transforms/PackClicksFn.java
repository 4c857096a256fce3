package org.adclicks.transforms;

import java.util.HashMap;
import java.util.Map;
import org.adclicks.proto.store.Periods;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Packs the clicks of a bundle by minute and shard of their identity. */
final class PackClicksFn extends DoFn<SourcedClick, KV<MinuteShard, ClickPack>> {

  private static final long serialVersionUID = 1L;

  /** A bounded run may hand over one huge bundle: packs leave once they hold this many clicks. */
  private static final int MAX_PACK_CLICKS = 2_000;

  /** And all of them once they hold this many together: it may be a day's minutes. */
  private static final int MAX_HELD_CLICKS = 100_000;

  private final int shards;
  private transient @Nullable Map<MinuteShard, ClickPack.Builder> packs;
  private transient @Nullable ClickRow row;
  private transient int held;

  PackClicksFn(int shards) {
    this.shards = shards;
  }

  /**
   * A full pack is stamped with its oldest click, which is of this bundle and so not behind the
   * watermark.
   */
  @Override
  @SuppressWarnings("deprecation") // The only way to say so.
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  @Setup
  public void setup() {
    row = new ClickRow();
  }

  @StartBundle
  public void startBundle() {
    packs = new HashMap<>();
    held = 0;
  }

  @ProcessElement
  public void pack(@Element SourcedClick sourced, OutputReceiver<KV<MinuteShard, ClickPack>> out) {
    Map<MinuteShard, ClickPack.Builder> open = packs;
    ClickRow click = row;
    if (open == null || click == null) {
      throw new IllegalStateException("an element outside a bundle");
    }
    click.encode(sourced.click());
    MinuteShard key =
        new MinuteShard(
            Periods.minuteOf(click.clickTimestampMillis()),
            (int) Math.floorMod(click.identityHigh(), (long) shards));
    ClickPack.Builder pack =
        open.computeIfAbsent(key, k -> new ClickPack.Builder(k.minuteMillis()));
    pack.add(click);
    held++;
    if (pack.size() >= MAX_PACK_CLICKS) {
      open.remove(key);
      held -= pack.size();
      emit(key, pack, out);
    } else if (held >= MAX_HELD_CLICKS) {
      open.forEach((other, clicks) -> emit(other, clicks, out));
      startBundle();
    }
  }

  private static void emit(
      MinuteShard key, ClickPack.Builder pack, OutputReceiver<KV<MinuteShard, ClickPack>> out) {
    out.outputWithTimestamp(KV.of(key, pack.build()), oldest(pack));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (packs != null) {
      packs.forEach(
          (key, pack) ->
              context.output(KV.of(key, pack.build()), oldest(pack), GlobalWindow.INSTANCE));
    }
    packs = null;
  }

  private static Instant oldest(ClickPack.Builder pack) {
    return Instant.ofEpochMilli(pack.oldestMillis());
  }
}
