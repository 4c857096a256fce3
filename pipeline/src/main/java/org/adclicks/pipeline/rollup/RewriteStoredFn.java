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
 * Reads the minutes' blocks of an hour and shard back, and cuts them by user. It says of which
 * hours blocks are lost: they were written so long ago that the store may have dropped them, or are
 * not what their names say.
 */
final class RewriteStoredFn extends DoFn<KV<MinuteShard, KV<Long, Long>>, PartitionBatch> {

  static final TupleTag<PartitionBatch> ROWS = new TupleTag<>("rows") {};
  static final TupleTag<KV<Long, Long>> LOST = new TupleTag<>("lost") {};

  private static final long serialVersionUID = 1L;
  private static final int PAGE_ROWS = 200;

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
    boolean[] lost = {stored.areGone(item.getValue().getValue())};
    shards
        .bucketsOf(key.shard())
        .boxed()
        .collect(Collectors.groupingBy(shards.buckets()::lateBucketOfBucket))
        .forEach(
            (lateBucket, those) ->
                lost[0] |= !rewrite(stored, key, lateBucket, those, out.get(ROWS)));
    if (lost[0]) {
      out.get(LOST)
          .output(KV.of(item.getValue().getKey(), key.minuteMillis() + Periods.HOUR_MILLIS));
    }
  }

  /** Rewrites buckets that share one for what is late; whether all their blocks could be read. */
  private boolean rewrite(
      StoredPartitions stored,
      MinuteShard key,
      int lateBucket,
      List<Integer> those,
      OutputReceiver<PartitionBatch> out) {
    ClickSide side = shards.sideOf(key.shard());
    long hourMillis = key.minuteMillis();
    ClickBuckets buckets = shards.buckets();
    Map<Integer, List<IndexedClick>> late = new HashMap<>();
    MinuteBlocks ofLate = new MinuteBlocks(stored, side, lateBucket, hourMillis);
    ofLate.forEach(
        (minute, name, block) ->
            ClickBlock.forEach(
                name,
                block,
                click -> {
                  int bucket = buckets.bucketOf(click.keyHash());
                  if (those.contains(bucket)) {
                    late.computeIfAbsent(bucket, each -> new ArrayList<>()).add(click);
                  }
                }));
    boolean isWhole = ofLate.isWhole();
    for (int bucket : those) {
      List<IndexedClick> lateOnes = late.getOrDefault(bucket, List.of());
      HourOfBlocks hour =
          new HourOfBlocks(side, bucket, buckets, hourMillis, lateOnes, out::output);
      MinuteBlocks onTime = new MinuteBlocks(stored, side, bucket, hourMillis);
      onTime.forEach(hour::add);
      hour.end();
      isWhole &= onTime.isWhole();
    }
    return isWhole;
  }

  private StoredPartitions connect() {
    return StoredPartitions.connect(
        store, StoreTable.CLICKS_BY_MINUTE, PAGE_ROWS, "minute", "part", "block");
  }

  @Teardown
  public void close() {
    blocks.close();
  }
}
