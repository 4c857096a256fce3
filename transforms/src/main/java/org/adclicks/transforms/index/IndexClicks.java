package org.adclicks.transforms.index;

import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Makes blocks of the clicks of each minute: by user and by ip, of one bucket each.
 *
 * <p>Shape: {@code PCollection<ClickPack>} -> {@code PCollection<MinuteBlock>}, each click in one
 * block of each side. A minute's blocks leave when the watermark passes its end, or before that if
 * there are many clicks. Clicks stamped after its end are few, and blocks of their own as they
 * come: of all minutes of an hour, in buckets of their own. What is cut differently after a restart
 * has the same clicks in it: readers take each once.
 *
 * <p>State: the clicks of minutes that are open, twice, up to some 512 a bucket and side or 2,048 a
 * shard; none of a bounded input, no minute of which closes before its end. Source:
 * docs/decisions/0043, 0048.
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
    if (clicks.isBounded() == IsBounded.BOUNDED) {
      return cutByMinute(clicks, true);
    }
    PCollectionTuple told =
        clicks.apply(
            "TellLate",
            ParDo.of(new TellLateFn())
                .withOutputTags(TellLateFn.ON_TIME, TupleTagList.of(TellLateFn.LATE)));
    PCollection<MinuteBlock> late =
        told.get(TellLateFn.LATE)
            .setCoder(ClickPackCoder.of())
            .apply("CutLate", ParDo.of(new CutLateFn(shards)))
            .setCoder(MinuteBlockCoder.of());
    return PCollectionList.of(
            cutByMinute(told.get(TellLateFn.ON_TIME).setCoder(ClickPackCoder.of()), false))
        .and(late)
        .apply("Both", Flatten.pCollections());
  }

  private PCollection<MinuteBlock> cutByMinute(PCollection<ClickPack> clicks, boolean atOnce) {
    return clicks
        .apply("PackBySide", ParDo.of(new PackBySideFn(shards)))
        .setCoder(KvCoder.of(MinuteShardCoder.of(), ClickPackCoder.of()))
        .apply("CutBlocks", ParDo.of(new CutBlocksFn(shards, atOnce)))
        .setCoder(MinuteBlockCoder.of());
  }
}
