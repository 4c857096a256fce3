package org.adclicks.pipeline.rollup;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.store.OpenedOnce;
import org.adclicks.proto.store.Buckets;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/** Reads a period's rows of one shard back from the store when it is over, and adds them up. */
final class AddUpStoredFn extends DoFn<KV<MinuteShard, Integer>, CellTotals> {

  private static final long serialVersionUID = 1L;
  private static final String WAITING = "waiting";
  private static final String FINISH = "finish";

  @StateId(WAITING)
  private final StateSpec<ValueState<Boolean>> waitingSpec = StateSpecs.value(BooleanCoder.of());

  @TimerId(FINISH)
  private final TimerSpec finishSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final StoreSettings store;
  private final StoreTable shorter;
  private final long periodMillis;
  private final int shards;
  private final Lateness lateness;

  private final OpenedOnce<StoredCells> cells = new OpenedOnce<>();

  AddUpStoredFn(
      StoreSettings store, StoreTable shorter, long periodMillis, int shards, Lateness lateness) {
    this.store = store;
    this.shorter = shorter;
    this.periodMillis = periodMillis;
    this.shards = shards;
    this.lateness = lateness;
  }

  @ProcessElement
  public void await(
      @Element KV<MinuteShard, Integer> element,
      @Timestamp Instant timestamp,
      @AlwaysFetched @StateId(WAITING) ValueState<Boolean> waiting,
      @TimerId(FINISH) Timer finish) {
    PeriodEnd.await(element.getKey(), periodMillis, lateness, timestamp, waiting, finish);
  }

  @OnTimer(FINISH)
  public void finish(
      @Key MinuteShard key,
      @StateId(WAITING) ValueState<Boolean> waiting,
      OutputReceiver<CellTotals> out) {
    StoredCells stored = cells.get(() -> StoredCells.connect(store, shorter));
    RolledUpCells rolledUp = new RolledUpCells(key.minuteMillis(), key.shard(), out::output);
    for (int bucket = key.shard(); bucket < Buckets.COUNT; bucket += shards) {
      stored.forEach(bucket, key.minuteMillis(), rolledUp::add);
    }
    rolledUp.flush();
    waiting.clear();
  }

  @Teardown
  public void close() {
    cells.close();
  }
}
