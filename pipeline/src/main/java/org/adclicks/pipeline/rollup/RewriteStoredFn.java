package org.adclicks.pipeline.rollup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.sink.StoredPartitions;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Reads the minutes' blocks of an hour and shard back, and cuts them by user. Of blocks that were
 * written so long ago that the store may have dropped them it says so.
 */
final class RewriteStoredFn extends DoFn<KV<MinuteShard, KV<Long, Long>>, PartitionBatch> {

  static final TupleTag<PartitionBatch> ROWS = new TupleTag<>("rows") {};
  static final TupleTag<KV<Long, Long>> LOST = new TupleTag<>("lost") {};

  private static final long serialVersionUID = 1L;
  private static final int PAGE_ROWS = 200;

  /** Rows are gone a little before their time where clocks differ. */
  private static final long MARGIN_MILLIS = Periods.HOUR_MILLIS;

  private final StoreSettings store;
  private final IndexShards shards;

  private final OpenedOnce<StoredPartitions> blocks = new OpenedOnce<>();

  RewriteStoredFn(StoreSettings store, IndexShards shards) {
    this.store = store;
    this.shards = shards;
  }

  @ProcessElement
  public void rewrite(@Element KV<MinuteShard, KV<Long, Long>> item, MultiOutputReceiver out) {
    MinuteShard key = item.getKey();
    StoredPartitions stored = blocks.get(this::connect);
    // The first block was written about when the hour's first minute was told.
    if (stored.areGone(item.getValue().getValue(), MARGIN_MILLIS)) {
      out.get(LOST)
          .output(KV.of(item.getValue().getKey(), key.minuteMillis() + Periods.HOUR_MILLIS));
    }
    shards
        .bucketsOf(key.shard())
        .boxed()
        .collect(Collectors.groupingBy(shards.buckets()::lateBucketOfBucket))
        .forEach((lateBucket, those) -> rewrite(stored, key, lateBucket, those, out.get(ROWS)));
  }

  /** Rewrites buckets that share one for what is late. */
  private void rewrite(
      StoredPartitions stored,
      MinuteShard key,
      int lateBucket,
      List<Integer> those,
      OutputReceiver<PartitionBatch> out) {
    ClickSide side = shards.sideOf(key.shard());
    long hourMillis = key.minuteMillis();
    ClickBuckets buckets = shards.buckets();
    Map<Integer, List<IndexedClick>> late = new HashMap<>();
    stored.forEach(
        row ->
            ClickBlock.forEach(
                row.getByteBuffer("block"),
                click -> {
                  int bucket = buckets.bucketOf(click.keyHash());
                  if (those.contains(bucket)) {
                    late.computeIfAbsent(bucket, each -> new ArrayList<>()).add(click);
                  }
                }),
        side.cqlName(),
        lateBucket,
        hourMillis);
    for (int bucket : those) {
      List<IndexedClick> lateOnes = late.getOrDefault(bucket, List.of());
      HourOfBlocks hour =
          new HourOfBlocks(side, bucket, buckets, hourMillis, lateOnes, out::output);
      stored.forEach(
          row -> hour.add(row.getInstant("minute").toEpochMilli(), row.getByteBuffer("block")),
          side.cqlName(),
          bucket,
          hourMillis);
      hour.end();
    }
  }

  private StoredPartitions connect() {
    return StoredPartitions.connect(
        store, StoreTable.CLICKS_BY_MINUTE, PAGE_ROWS, "minute", "block");
  }

  @Teardown
  public void close() {
    blocks.close();
  }
}
