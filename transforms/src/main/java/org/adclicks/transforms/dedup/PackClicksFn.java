package org.adclicks.transforms.dedup;

import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPacker;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.BackdatingFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Packs the clicks of a bundle by minute and shard of their identity.
 *
 * <p>A full pack is stamped with its oldest click, which is of this bundle and so not behind the
 * watermark.
 */
final class PackClicksFn extends BackdatingFn<SourcedClick, KV<MinuteShard, ClickPack>> {

  private static final long serialVersionUID = 1L;

  private final int shards;
  private transient @Nullable ClickPacker packer;

  PackClicksFn(int shards) {
    this.shards = shards;
  }

  @StartBundle
  public void startBundle() {
    packer = new ClickPacker(shards);
  }

  @ProcessElement
  public void pack(@Element SourcedClick sourced, OutputReceiver<KV<MinuteShard, ClickPack>> out) {
    ClickPacker open = packer;
    if (open == null) {
      throw new IllegalStateException("an element outside a bundle");
    }
    if (open.add(sourced.click())) {
      open.takeFull((key, pack, oldest) -> out.outputWithTimestamp(KV.of(key, pack), oldest));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (packer != null) {
      packer.takeAll(
          (key, pack, oldest) -> context.output(KV.of(key, pack), oldest, GlobalWindow.INSTANCE));
    }
    packer = null;
  }
}
