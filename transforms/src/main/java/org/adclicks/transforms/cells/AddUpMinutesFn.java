package org.adclicks.transforms.cells;

import java.util.HashSet;
import java.util.Set;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteCountsTag;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.BackdatingFn;
import org.adclicks.transforms.state.Corrections;
import org.adclicks.transforms.state.EventTimers;
import org.adclicks.transforms.state.SplitState;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Adds up the cells of one minute and shard of ads.
 *
 * <p>A click let through late is stamped later than the end of its minute, which a timer holds.
 */
final class AddUpMinutesFn extends BackdatingFn<KV<MinuteShard, CellPack>, CellTotals> {

  private static final long serialVersionUID = 1L;
  private static final String LEDGERS = "ledgers";
  private static final String CLOSED = "closed";
  private static final String EARLY = "early";
  private static final String CLOSE = "close";
  private static final String FORGET = "forget";
  private static final String DIRTY = "dirty";
  private static final String HELD = "held";
  private static final String CORRECT = "correct";

  @StateId(LEDGERS)
  private final StateSpec<MapState<Integer, CellLedger>> ledgersSpec =
      StateSpecs.map(VarIntCoder.of(), CellLedger.LedgerCoder.of());

  /**
   * Whether the minute's end has been passed; nothing before its first clicks. Remembered, because
   * after a restart the watermark is unknown until the first one arrives, and a closed minute would
   * look open.
   */
  @StateId(CLOSED)
  private final StateSpec<ValueState<Boolean>> closedSpec = StateSpecs.value(BooleanCoder.of());

  /** The parts that late clicks have changed since cells last left. */
  @StateId(DIRTY)
  private final StateSpec<BagState<Integer>> dirtySpec = StateSpecs.bag(VarIntCoder.of());

  /** See {@link Corrections}. */
  @StateId(HELD)
  private final StateSpec<ValueState<Long>> heldSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(CORRECT)
  private final TimerSpec correctSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(EARLY)
  private final TimerSpec earlySpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(CLOSE)
  private final TimerSpec closeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(FORGET)
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Lateness lateness;
  private final long earlyMillis;
  private final int stateParts;

  AddUpMinutesFn(Lateness lateness, long earlyMillis, int stateParts) {
    this.lateness = lateness;
    this.earlyMillis = earlyMillis;
    this.stateParts = stateParts;
  }

  @ProcessElement
  public void add(
      @Element KV<MinuteShard, CellPack> element,
      @Timestamp Instant timestamp,
      @StateId(LEDGERS) MapState<Integer, CellLedger> ledgersState,
      @AlwaysFetched @StateId(CLOSED) ValueState<Boolean> closedState,
      @StateId(DIRTY) BagState<Integer> dirty,
      @StateId(HELD) ValueState<Long> held,
      @TimerId(EARLY) Timer early,
      @TimerId(CLOSE) Timer close,
      @TimerId(CORRECT) Timer correct,
      @TimerId(FORGET) Timer forget) {
    MinuteShard key = element.getKey();
    long minuteEnd = key.minuteMillis() + Periods.MINUTE_MILLIS;
    // The stamp says how far the watermark was when the clicks were let through.
    long watermark = Math.max(close.getCurrentRelativeTime().getMillis(), timestamp.getMillis());
    Boolean known = closedState.read();
    if (known == null) {
      // A millisecond later than need be: timers of one time fire in any order, and without
      // lateness the minute would be forgotten before it is closed.
      forget
          .withNoOutputTimestamp()
          .set(Instant.ofEpochMilli(lateness.finalAt(key.minuteMillis()) + 1));
      if (watermark < minuteEnd) {
        EventTimers.setHolding(close, minuteEnd);
        setEarly(early, key, watermark);
      }
    }
    boolean wasClosed = known != null && known;
    boolean closed = wasClosed || lateness.isLate(key.minuteMillis(), watermark);
    if (known == null || closed != wasClosed) {
      closedState.write(closed);
    }
    SplitState<Integer, CellLedger> ledgers = new SplitState<>(ledgersState, CellLedger::new);
    Set<Integer> parts = new HashSet<>();
    for (CellCounts slice : element.getValue().slices().values()) {
      slice.forEach(
          (adId, scope, clicks) -> {
            int part = SplitState.of(CellCounts.placeOf(adId), stateParts);
            parts.add(part);
            ledgers.touch(part).add(adId, scope, clicks);
          });
    }
    ledgers.writeTouched();
    if (closed) {
      parts.forEach(dirty::add);
      Corrections.gather(held, correct, watermark, lateness.finalAt(key.minuteMillis()));
    }
  }

  @OnTimer(CORRECT)
  public void correct(
      @Key MinuteShard key,
      @StateId(LEDGERS) MapState<Integer, CellLedger> ledgersState,
      @StateId(DIRTY) BagState<Integer> dirty,
      @StateId(HELD) ValueState<Long> held,
      MultiOutputReceiver out) {
    held.clear();
    SplitState<Integer, CellLedger> ledgers = new SplitState<>(ledgersState, CellLedger::new);
    dirty.read().forEach(ledgers::touch);
    dirty.clear();
    emitTouched(key, ledgers, out);
    ledgers.writeTouched();
  }

  @OnTimer(EARLY)
  public void fireEarly(
      @Key MinuteShard key,
      @StateId(LEDGERS) MapState<Integer, CellLedger> ledgersState,
      @TimerId(EARLY) Timer early,
      MultiOutputReceiver out) {
    emitAll(key, ledgersState, out);
    setEarly(early, key, early.getCurrentRelativeTime().getMillis());
  }

  @OnTimer(CLOSE)
  public void close(
      @Key MinuteShard key,
      @StateId(LEDGERS) MapState<Integer, CellLedger> ledgersState,
      @StateId(CLOSED) ValueState<Boolean> closedState,
      MultiOutputReceiver out) {
    closedState.write(true);
    emitAll(key, ledgersState, out);
  }

  @OnTimer(FORGET)
  public void forget(
      @StateId(LEDGERS) MapState<Integer, CellLedger> ledgersState,
      @StateId(CLOSED) ValueState<Boolean> closedState) {
    ledgersState.clear();
    closedState.clear();
  }

  /**
   * Sets the next early firing after {@code watermark}, if there is one before the minute's end.
   */
  private void setEarly(Timer early, MinuteShard key, long watermark) {
    long minute = key.minuteMillis();
    if (earlyMillis > 0 && watermark < minute + Periods.MINUTE_MILLIS) {
      long next = minute + ((watermark - minute) / earlyMillis + 1) * earlyMillis;
      if (next < minute + Periods.MINUTE_MILLIS) {
        EventTimers.setHolding(early, next, key.shard());
      }
    }
  }

  private static void emitAll(
      MinuteShard key, MapState<Integer, CellLedger> state, MultiOutputReceiver out) {
    SplitState<Integer, CellLedger> ledgers = new SplitState<>(state, CellLedger::new);
    ledgers.touchAll();
    emitTouched(key, ledgers, out);
    ledgers.writeTouched();
  }

  private static void emitTouched(
      MinuteShard key, SplitState<Integer, CellLedger> ledgers, MultiOutputReceiver out) {
    CellTotalsBatcher emission =
        new CellTotalsBatcher(key, totals -> out.get(CountedCells.TOTALS).output(totals));
    ledgers.forEachTouched(ledger -> ledger.emitChanges(emission));
    emission.flush();
    if (emission.newAds() > 0) {
      out.get(MinuteCountsTag.COUNTS)
          .output(KV.of(key.minuteMillis(), MinuteCounts.ads(emission.newAds())));
    }
  }
}
