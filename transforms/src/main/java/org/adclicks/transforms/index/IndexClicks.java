package org.adclicks.transforms.index;

import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;

/**
 * Makes blocks of the clicks of each minute: by user and by ip, of one bucket each.
 *
 * <p>Shape: {@code PCollection<ClickPack>} -> {@code PCollection<MinuteBlock>}, each click in one
 * block of each side. A minute's blocks leave when the watermark passes its end, or before that if
 * there are many clicks; those of clicks stamped after its end as they come, as blocks of their
 * own. What is cut differently after a restart has the same clicks in it: readers take each once.
 *
 * <p>State: the clicks of minutes that are open, twice, up to some 128 a bucket and side or 2,048 a
 * shard; none of a bounded input, no minute of which closes before its end. Source:
 * docs/decisions/0043.
 */
public final class IndexClicks
    extends PTransform<PCollection<ClickPack>, PCollection<MinuteBlock>> {

  private static final long serialVersionUID = 1L;

  private final IndexShards shards;

  private IndexClicks(IndexShards shards) {
    this.shards = shards;
  }

  /** Spread so. */
  public static IndexClicks over(IndexShards shards) {
    return new IndexClicks(shards);
  }

  @Override
  public PCollection<MinuteBlock> expand(PCollection<ClickPack> clicks) {
    return clicks
        .apply("PackBySide", ParDo.of(new PackBySideFn(shards)))
        .setCoder(KvCoder.of(MinuteShardCoder.of(), ClickPackCoder.of()))
        .apply(
            "CutBlocks", ParDo.of(new CutBlocksFn(shards, clicks.isBounded() == IsBounded.BOUNDED)))
        .setCoder(MinuteBlockCoder.of());
  }
}
