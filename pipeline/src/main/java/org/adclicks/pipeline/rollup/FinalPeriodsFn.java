package org.adclicks.pipeline.rollup;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.EventTimers;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SortedMapCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
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
import org.jspecify.annotations.Nullable;

/**
 * Keeps the periods that have clicks until all is final through their ends, and through a little
 * more for each shard.
 *
 * <p>How far all is final waits until the watermark has passed its stamp, and holds the output's
 * watermark there: what follows from it is stamped so.
 */
final class FinalPeriodsFn
    extends DoFn<KV<Long, KV<Boolean, Long>>, KV<MinuteShard, KV<Long, Long>>> {

  static final TupleTag<KV<MinuteShard, KV<Long, Long>>> ITEMS = new TupleTag<>("items") {};
  static final TupleTag<KV<Long, Long>> THROUGH = new TupleTag<>("through") {};

  /** A time of a stream. */
  static final Coder<KV<Long, Long>> BY_STREAM = KvCoder.of(VarLongCoder.of(), VarLongCoder.of());

  static final Coder<KV<Long, KV<Boolean, Long>>> NEWS =
      KvCoder.of(VarLongCoder.of(), KvCoder.of(BooleanCoder.of(), VarLongCoder.of()));

  static final long MILLIS_PER_SHARD = 5_000;

  private static final long serialVersionUID = 1L;
  private static final String PENDING = "pending";
  private static final String DONE = "done";
  private static final String UNHEARD = "unheard";
  private static final String REACHED = "reached";
  private static final String TOLD = "told";
  private static final String NEWEST = "newest";
  private static final String HEARD = "heard";
  private static final String END = "end";

  /** Nothing is final, or told. */
  private static final long NOTHING = EventTimers.NO_WATERMARK;

  /** What is older than so many gaps is handed out again if it is told of again. */
  private static final int STRETCHES_KEPT = 1_000;

  /** Period -> since when it is known, and the next of its shards. */
  @StateId(PENDING)
  private final StateSpec<ValueState<SortedMap<Long, KV<Long, Integer>>>> pendingSpec =
      StateSpecs.value(
          SortedMapCoder.of(VarLongCoder.of(), KvCoder.of(VarLongCoder.of(), VarIntCoder.of())));

  /** Stretches of periods that were handed out, from -> to: late news of them is no news. */
  @StateId(DONE)
  private final StateSpec<ValueState<SortedMap<Long, Long>>> doneSpec = StateSpecs.value(times());

  /** Stamp -> how far all is final, once the watermark has passed it. */
  @StateId(UNHEARD)
  private final StateSpec<ValueState<SortedMap<Long, Long>>> unheardSpec =
      StateSpecs.value(times());

  @StateId(REACHED)
  private final StateSpec<ValueState<Long>> reachedSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(TOLD)
  private final StateSpec<ValueState<Long>> toldSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(NEWEST)
  private final StateSpec<ValueState<Long>> newestSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(HEARD)
  private final TimerSpec heardSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(END)
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final long periodMillis;
  private final int shards;

  FinalPeriodsFn(long periodMillis, int shards) {
    this.periodMillis = periodMillis;
    this.shards = shards;
  }

  /** All of a stream is one sequence, so one key. */
  static KV<Long, KV<Boolean, Long>> finalThrough(long stream, long millis) {
    return KV.of(stream, KV.of(true, millis));
  }

  static KV<Long, KV<Boolean, Long>> period(long stream, long startMillis) {
    return KV.of(stream, KV.of(false, startMillis));
  }

  private static SortedMapCoder<Long, Long> times() {
    return SortedMapCoder.of(VarLongCoder.of(), VarLongCoder.of());
  }

  @ProcessElement
  public void hear(
      @Element KV<Long, KV<Boolean, Long>> element,
      @Timestamp Instant timestamp,
      @AlwaysFetched @StateId(PENDING) ValueState<SortedMap<Long, KV<Long, Integer>>> pendingState,
      @StateId(DONE) ValueState<SortedMap<Long, Long>> done,
      @StateId(UNHEARD) ValueState<SortedMap<Long, Long>> unheard,
      @AlwaysFetched @StateId(REACHED) ValueState<Long> reachedState,
      @StateId(NEWEST) ValueState<Long> newestState,
      @TimerId(HEARD) Timer heard,
      @TimerId(END) Timer end) {
    // What comes behind the watermark is as of now: nothing may be put out behind it.
    long now = Math.max(timestamp.getMillis(), heard.getCurrentRelativeTime().getMillis());
    long stamp = EventTimers.atMost(now, 0).getMillis();
    long reached = or(reachedState.read(), NOTHING);
    long millis = element.getValue().getValue();
    if (element.getValue().getKey()) {
      if (millis > reached) {
        await(stamp, millis, unheard, heard);
      }
      return;
    }
    NavigableMap<Long, KV<Long, Integer>> pending = copy(pendingState.read());
    if (pending.containsKey(millis) || isDone(millis, done)) {
      return;
    }
    pending.put(millis, KV.of(System.currentTimeMillis(), 0));
    pendingState.write(pending);
    if (shardsDue(millis, reached) > 0) {
      await(stamp, reached, unheard, heard);
    }
    Long newest = newestState.read();
    if (newest == null) {
      set(end, Math.max(EventTimers.END_OF_INPUT - 1, stamp));
    }
    if (newest == null || millis > newest) {
      newestState.write(millis);
    }
  }

  private static void await(
      long stamp, long through, ValueState<SortedMap<Long, Long>> unheardState, Timer heard) {
    NavigableMap<Long, Long> unheard = copy(unheardState.read());
    if (unheard.isEmpty() || stamp < unheard.firstKey()) {
      set(heard, stamp);
    }
    unheard.merge(stamp, through, Math::max);
    unheardState.write(unheard);
  }

  /** Once the watermark has passed this, and holding it here until then. */
  private static void set(Timer timer, long stamp) {
    timer.withOutputTimestamp(EventTimers.atMost(stamp, 0)).set(EventTimers.atMost(stamp, 1));
  }

  @OnTimer(HEARD)
  public void heard(
      @Key Long stream,
      @AlwaysFetched @StateId(PENDING) ValueState<SortedMap<Long, KV<Long, Integer>>> pending,
      @AlwaysFetched @StateId(DONE) ValueState<SortedMap<Long, Long>> done,
      @AlwaysFetched @StateId(UNHEARD) ValueState<SortedMap<Long, Long>> unheardState,
      @AlwaysFetched @StateId(REACHED) ValueState<Long> reachedState,
      @AlwaysFetched @StateId(TOLD) ValueState<Long> told,
      @TimerId(HEARD) Timer heard,
      MultiOutputReceiver out) {
    long watermark = heard.getCurrentRelativeTime().getMillis();
    NavigableMap<Long, Long> unheard = copy(unheardState.read());
    SortedMap<Long, Long> by = unheard.headMap(watermark, false);
    if (!by.isEmpty()) {
      Instant stamp = EventTimers.atMost(by.lastKey(), 0);
      long reached =
          by.values().stream()
              .mapToLong(Long::longValue)
              .reduce(or(reachedState.read(), NOTHING), Math::max);
      reachedState.write(reached);
      handOut(stream, reached, stamp, pending, done, out);
      tell(stream, Periods.minuteOf(reached - shards * MILLIS_PER_SHARD), stamp, told, out);
      by.clear();
      writeOrClear(unheardState, unheard);
    }
    if (!unheard.isEmpty()) {
      set(heard, unheard.firstKey());
    }
  }

  /** Nothing more will come, so all of it is final. */
  @OnTimer(END)
  public void end(
      @Key Long stream,
      @Timestamp Instant held,
      @AlwaysFetched @StateId(PENDING) ValueState<SortedMap<Long, KV<Long, Integer>>> pending,
      @AlwaysFetched @StateId(DONE) ValueState<SortedMap<Long, Long>> done,
      @AlwaysFetched @StateId(NEWEST) ValueState<Long> newest,
      @AlwaysFetched @StateId(TOLD) ValueState<Long> told,
      MultiOutputReceiver out) {
    handOut(stream, Long.MAX_VALUE, held, pending, done, out);
    tell(stream, or(newest.read(), NOTHING) + periodMillis, held, told, out);
  }

  private void handOut(
      long stream,
      long reached,
      Instant stamp,
      ValueState<SortedMap<Long, KV<Long, Integer>>> pendingState,
      ValueState<SortedMap<Long, Long>> doneState,
      MultiOutputReceiver out) {
    NavigableMap<Long, KV<Long, Integer>> pending = copy(pendingState.read());
    NavigableMap<Long, Long> done = copy(doneState.read());
    boolean isChanged = false;
    Iterator<Map.Entry<Long, KV<Long, Integer>>> periods = pending.entrySet().iterator();
    while (periods.hasNext()) {
      Map.Entry<Long, KV<Long, Integer>> period = periods.next();
      long since = period.getValue().getKey();
      int next = period.getValue().getValue();
      int due = shardsDue(period.getKey(), reached);
      for (int shard = next; shard < due; shard++) {
        MinuteShard key = new MinuteShard(period.getKey(), shard);
        out.get(ITEMS).outputWithTimestamp(KV.of(key, KV.of(stream, since)), stamp);
      }
      isChanged |= due > next;
      if (due == shards) {
        addTo(done, period.getKey(), period.getKey() + periodMillis);
        periods.remove();
      } else if (due > next) {
        period.setValue(KV.of(since, due));
      }
    }
    if (isChanged) {
      writeOrClear(pendingState, pending);
      writeOrClear(doneState, done);
    }
  }

  private static void tell(
      long stream, long through, Instant stamp, ValueState<Long> told, MultiOutputReceiver out) {
    if (through > or(told.read(), NOTHING)) {
      told.write(through);
      out.get(THROUGH).outputWithTimestamp(KV.of(stream, through), stamp);
    }
  }

  /** How many shards' time has come, all of them at most. */
  private int shardsDue(long startMillis, long reached) {
    long due = Math.floorDiv(reached - (startMillis + periodMillis), MILLIS_PER_SHARD);
    return (int) Math.max(0, Math.min(shards, due));
  }

  private static boolean isDone(long startMillis, ValueState<SortedMap<Long, Long>> done) {
    Map.Entry<Long, Long> before = copy(done.read()).floorEntry(startMillis);
    return before != null && startMillis < before.getValue();
  }

  private static void addTo(NavigableMap<Long, Long> done, long from, long to) {
    Long further = done.remove(to);
    long end = further == null ? to : further;
    Map.Entry<Long, Long> before = done.floorEntry(from);
    done.put(before != null && before.getValue() >= from ? before.getKey() : from, end);
    if (done.size() > STRETCHES_KEPT) {
      done.pollFirstEntry();
    }
  }

  private static <V> NavigableMap<Long, V> copy(@Nullable SortedMap<Long, V> times) {
    return times == null ? new TreeMap<>() : new TreeMap<>(times);
  }

  private static <V> void writeOrClear(
      ValueState<SortedMap<Long, V>> state, SortedMap<Long, V> times) {
    if (times.isEmpty()) {
      state.clear();
    } else {
      state.write(times);
    }
  }

  private static long or(@Nullable Long value, long missing) {
    return value == null ? missing : value;
  }
}
