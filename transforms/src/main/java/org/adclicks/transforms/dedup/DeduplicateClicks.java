package org.adclicks.transforms.dedup;

import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.arrivals.ArrivalNewsCoder;
import org.adclicks.transforms.arrivals.ArrivalsTag;
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.minutes.MinuteCountsTag;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.adclicks.transforms.pack.Shards;
import org.adclicks.transforms.state.SplitState;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/**
 * Lets each click through once: exactly, for as long as its minute may still change.
 *
 * <p>A duplicate has the same click_timestamp, so it belongs to the same minute; the identities of
 * a minute are kept until the allowed lateness is over, and whatever comes after that is too late
 * and only counted.
 *
 * <p>Shape: {@code PCollection<SourcedClick>} -> {@link DeduplicatedClicks}: packs of clicks of one
 * minute, and counts; both stamped no earlier than the watermark at which they were let through.
 *
 * <p>State: some 27 bytes per click of a minute that is not final, in the global window: inside
 * fixed windows the engine's own clean-up timer would hold the watermark back by the whole
 * lateness.
 *
 * <p>Errors: {@link IllegalArgumentException} for a negative lateness, no shards or a number of
 * parts that is no power of two. Source: docs/decisions/0002.
 */
public final class DeduplicateClicks
    extends PTransform<PCollection<SourcedClick>, DeduplicatedClicks> {

  private static final long serialVersionUID = 1L;

  /** As Beam called it when it had one output: checkpoints know it by this name. */
  private static final String PACK_CLICKS = "PackClicks/ParMultiDo(PackClicks)";

  private final int shards;
  private final DropDuplicatesFn dropDuplicates;

  private DeduplicateClicks(int shards, DropDuplicatesFn dropDuplicates) {
    this.shards = shards;
    this.dropDuplicates = dropDuplicates;
  }

  public static DeduplicateClicks create() {
    return new DeduplicateClicks(16, new DropDuplicatesFn(Lateness.DEFAULT, 1));
  }

  /** Spreads a minute's clicks over so many keys. Default: 16. */
  public DeduplicateClicks withShards(int shardsOfIdentities) {
    return new DeduplicateClicks(Shards.requirePositive(shardsOfIdentities), dropDuplicates);
  }

  /**
   * Takes clicks of minutes that ended up to {@code lateness} behind the watermark. Default: ten
   * minutes.
   */
  public DeduplicateClicks withAllowedLateness(Duration lateness) {
    return new DeduplicateClicks(shards, dropDuplicates.withLateness(Lateness.of(lateness)));
  }

  /**
   * Keeps the identities of a minute and shard in so many parts, a power of two up to 4096.
   * Default: 1, which is best on a heap; with RocksDB 4096 is.
   */
  public DeduplicateClicks withStateParts(int parts) {
    return new DeduplicateClicks(
        shards, dropDuplicates.withStateParts(SplitState.requireValid(parts)));
  }

  /** The same for clicks that come packed already, such as those of {@code ReadArchive}. */
  public PTransform<PCollection<KV<MinuteShard, ClickPack>>, DeduplicatedClicks> ofPacks() {
    return new OfPacks(dropDuplicates);
  }

  @Override
  public DeduplicatedClicks expand(PCollection<SourcedClick> clicks) {
    PCollectionTuple packed =
        clicks.apply(
            PACK_CLICKS,
            ParDo.of(new PackClicksFn(shards))
                .withOutputTags(PackClicksFn.PACKS, TupleTagList.of(ArrivalsTag.ARRIVALS)));
    DeduplicatedClicks once =
        dropDuplicates(
            packed
                .get(PackClicksFn.PACKS)
                .setCoder(KvCoder.of(MinuteShardCoder.of(), ClickPackCoder.of())),
            dropDuplicates);
    return new DeduplicatedClicks(
        once.clicks(),
        once.counts(),
        PCollectionList.of(packed.get(ArrivalsTag.ARRIVALS).setCoder(ArrivalNewsCoder.of()))
            .and(once.arrivals())
            .apply("Arrivals", Flatten.pCollections()));
  }

  private static DeduplicatedClicks dropDuplicates(
      PCollection<KV<MinuteShard, ClickPack>> packs, DropDuplicatesFn fn) {
    PCollectionTuple deduplicated =
        packs.apply(
            "DropDuplicates",
            ParDo.of(fn.awaitingWatermark(packs.isBounded() == IsBounded.UNBOUNDED))
                .withOutputTags(
                    DeduplicatedClicks.CLICKS,
                    TupleTagList.of(MinuteCountsTag.COUNTS).and(ArrivalsTag.ARRIVALS)));
    return new DeduplicatedClicks(
        deduplicated.get(DeduplicatedClicks.CLICKS).setCoder(ClickPackCoder.of()),
        deduplicated.get(MinuteCountsTag.COUNTS).setCoder(MinuteCountsTag.CODER),
        deduplicated.get(ArrivalsTag.ARRIVALS).setCoder(ArrivalNewsCoder.of()));
  }

  private static final class OfPacks
      extends PTransform<PCollection<KV<MinuteShard, ClickPack>>, DeduplicatedClicks> {

    private static final long serialVersionUID = 1L;

    private final DropDuplicatesFn fn;

    OfPacks(DropDuplicatesFn fn) {
      this.fn = fn;
    }

    @Override
    public DeduplicatedClicks expand(PCollection<KV<MinuteShard, ClickPack>> packs) {
      return dropDuplicates(packs, fn);
    }
  }
}
