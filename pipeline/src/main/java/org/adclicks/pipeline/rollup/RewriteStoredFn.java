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
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/**
 * Reads the minutes' blocks of an hour and shard back when it is final, and cuts them by user. Of
 * blocks that were written so long ago that the store may have dropped them it says so.
 */
final class RewriteStoredFn extends DoFn<KV<MinuteShard, Integer>, PartitionBatch> {

  static final TupleTag<PartitionBatch> ROWS = new TupleTag<>("rows") {};
  static final TupleTag<Long> LOST = new TupleTag<>("lost") {};

  private static final long serialVersionUID = 1L;
  private static final String WAITING = "waiting";
  private static final String FINISH = "finish";
  private static final String SINCE = "since";
  private static final int PAGE_ROWS = 200;

  /** Rows are gone a little before their time where clocks differ. */
  private static final long MARGIN_MILLIS = Periods.HOUR_MILLIS;

  @StateId(WAITING)
  private final StateSpec<ValueState<Boolean>> waitingSpec = StateSpecs.value(BooleanCoder.of());

  /** When, by the clock, the first block of the hour was written. */
  @StateId(SINCE)
  private final StateSpec<ValueState<Long>> sinceSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(FINISH)
  private final TimerSpec finishSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final StoreSettings store;
  private final IndexShards shards;
  private final Lateness lateness;

  private final OpenedOnce<StoredPartitions> blocks = new OpenedOnce<>();

  RewriteStoredFn(StoreSettings store, IndexShards shards, Lateness lateness) {
    this.store = store;
    this.shards = shards;
    this.lateness = lateness;
  }

  @ProcessElement
  public void await(
      @Element KV<MinuteShard, Integer> element,
      @Timestamp Instant timestamp,
      @AlwaysFetched @StateId(WAITING) ValueState<Boolean> waiting,
      @AlwaysFetched @StateId(SINCE) ValueState<Long> since,
      @TimerId(FINISH) Timer finish) {
    if (since.read() == null) {
      since.write(System.currentTimeMillis());
    }
    PeriodEnd.await(element.getKey(), Periods.HOUR_MILLIS, lateness, timestamp, waiting, finish);
  }

  @OnTimer(FINISH)
  public void finish(
      @Key MinuteShard key,
      @StateId(WAITING) ValueState<Boolean> waiting,
      @StateId(SINCE) ValueState<Long> since,
      MultiOutputReceiver out) {
    StoredPartitions stored = blocks.get(this::connect);
    if (stored.areGone(since.read(), MARGIN_MILLIS)) {
      out.get(LOST).output(key.minuteMillis() + Periods.HOUR_MILLIS);
    }
    shards
        .bucketsOf(key.shard())
        .boxed()
        .collect(Collectors.groupingBy(shards.buckets()::lateBucketOfBucket))
        .forEach((lateBucket, those) -> rewrite(stored, key, lateBucket, those, out.get(ROWS)));
    waiting.clear();
    since.clear();
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
