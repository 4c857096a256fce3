package org.adclicks.pipeline.rollup;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.minutes.AwaitStored;
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/**
 * Writes each hour of the click index once more when it is final: read back from the minutes'
 * blocks, each click once, those of one user or ip in one chunk. The minutes' blocks then leave by
 * their time to live.
 *
 * <p>Shape: {@code PCollection<MinuteBlock>} (only which hours and buckets have clicks is taken
 * from them) -> {@link #ROWS} and {@link #LOST}. Written twice, or begun and given up, an hour has
 * the same clicks: readers take each once.
 *
 * <p>State: whether an hour and shard is waited for, until its end plus the allowed lateness plus
 * {@link #spread}. Errors: {@link IllegalArgumentException} for a negative lateness; a read the
 * store refuses for half a minute fails the bundle. Source: docs/decisions/0043.
 */
public final class RewriteClicks extends PTransform<PCollection<MinuteBlock>, PCollectionTuple> {

  /** The hours' rows. */
  public static final TupleTag<PartitionBatch> ROWS = RewriteStoredFn.ROWS;

  /** The ends of hours of which minutes' blocks may have left the store before they were read. */
  public static final TupleTag<Long> LOST = RewriteStoredFn.LOST;

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;
  private final IndexShards shards;
  private final Lateness lateness;
  private final transient List<PCollection<Void>> landed;

  private RewriteClicks(
      StoreSettings store, IndexShards shards, Lateness lateness, List<PCollection<Void>> landed) {
    this.store = store;
    this.shards = shards;
    this.lateness = lateness;
    this.landed = landed;
  }

  /** From the minutes' blocks, spread so. */
  public static RewriteClicks perHour(StoreSettings store, IndexShards shards) {
    return new RewriteClicks(store, shards, Lateness.DEFAULT, List.of());
  }

  /** Waits for blocks this far behind the watermark. Default: ten minutes. */
  public RewriteClicks withAllowedLateness(Duration allowed) {
    return new RewriteClicks(store, shards, Lateness.of(allowed), landed);
  }

  /** Waits until the minutes' rows have landed. */
  public RewriteClicks afterLanding(PCollection<Void> landedRows) {
    return new RewriteClicks(store, shards, lateness, List.of(landedRows));
  }

  /** How much later than the first shard the last one is written, in event time. */
  public static Duration spread(IndexShards shards) {
    return PeriodEnd.spread(shards.count());
  }

  @Override
  public PCollectionTuple expand(PCollection<MinuteBlock> blocks) {
    PCollectionTuple rewritten =
        blocks
            .apply("HourOf", ParDo.of(new HourOfFn(shards)))
            .setCoder(KvCoder.of(MinuteShardCoder.of(), VarIntCoder.of()))
            .apply("AwaitLanding", AwaitStored.of(landed))
            .apply(
                "RewriteStored",
                ParDo.of(new RewriteStoredFn(store, shards, lateness))
                    .withOutputTags(ROWS, TupleTagList.of(LOST)));
    rewritten.get(ROWS).setCoder(PartitionBatchCoder.of());
    rewritten.get(LOST).setCoder(VarLongCoder.of());
    return rewritten;
  }

  /** Sends each hour and shard once a bundle: the step behind may read for a while. */
  private static final class HourOfFn extends DoFn<MinuteBlock, KV<MinuteShard, Integer>> {

    private static final long serialVersionUID = 1L;

    private final IndexShards shards;
    private transient Set<MinuteShard> sent = new HashSet<>();

    HourOfFn(IndexShards shards) {
      this.shards = shards;
    }

    @StartBundle
    public void start() {
      sent = new HashSet<>();
    }

    @ProcessElement
    public void hour(@Element MinuteBlock block, OutputReceiver<KV<MinuteShard, Integer>> out) {
      long hour = Periods.hourOf(block.minuteMillis());
      shards
          .shardsOf(block.side(), block.bucket())
          .mapToObj(shard -> new MinuteShard(hour, shard))
          .filter(sent::add)
          .forEach(key -> out.output(KV.of(key, block.block().bytes().size())));
    }
  }
}
