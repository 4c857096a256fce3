package org.adclicks.transforms;

import org.adclicks.proto.store.Periods;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Counts deduplicated clicks per ad and country in one-minute event-time windows.
 *
 * <p>Shape: {@code PCollection<KV<MinuteShard, CellPack>>} -> {@link CountedCells}. The totals of a
 * minute leave when the watermark passes its end; before that if early firings are on; and after it
 * with every pack of late clicks. Each emission carries only the cells that changed, with their
 * whole totals, so that a sink may overwrite.
 *
 * <p>Units: clicks.
 *
 * <p>State: two cells' entries per cell of a minute that is not final.
 *
 * <p>Errors: {@link IllegalArgumentException} for a negative duration. Source: docs/decisions/0002.
 */
public final class CountCells
    extends PTransform<PCollection<KV<MinuteShard, CellPack>>, CountedCells> {

  private static final long serialVersionUID = 1L;

  private final long latenessMillis;
  private final long earlyMillis;

  private CountCells(long latenessMillis, long earlyMillis) {
    this.latenessMillis = latenessMillis;
    this.earlyMillis = earlyMillis;
  }

  public static CountCells perMinute() {
    return new CountCells(Duration.standardMinutes(10).getMillis(), 0);
  }

  /**
   * Corrects the totals of minutes that ended up to {@code lateness} behind the watermark. Default:
   * ten minutes.
   */
  public CountCells withAllowedLateness(Duration lateness) {
    return new CountCells(Durations.requireNotNegative("allowed lateness", lateness), earlyMillis);
  }

  /**
   * Emits what has changed in an open minute every so much event time. Default: zero, which is
   * never.
   */
  public CountCells withEarlyFirings(Duration every) {
    return new CountCells(latenessMillis, Durations.requireNotNegative("early firings", every));
  }

  @Override
  public CountedCells expand(PCollection<KV<MinuteShard, CellPack>> packs) {
    PCollectionTuple counted =
        packs.apply(
            "AddUpMinutes",
            ParDo.of(new AddUpMinutesFn(latenessMillis, earlyMillis))
                .withOutputTags(CountedCells.TOTALS, TupleTagList.of(MinuteCountsTag.COUNTS)));
    return new CountedCells(
        counted.get(CountedCells.TOTALS).setCoder(CellTotalsCoder.of()),
        counted.get(MinuteCountsTag.COUNTS).setCoder(MinuteCountsTag.CODER));
  }

  private static final class AddUpMinutesFn extends DoFn<KV<MinuteShard, CellPack>, CellTotals> {

    private static final long serialVersionUID = 1L;
    private static final String LEDGER = "ledger";
    private static final String EARLY = "early";
    private static final String CLOSE = "close";
    private static final String FORGET = "forget";

    @StateId(LEDGER)
    private final StateSpec<ValueState<CellLedger>> ledgerSpec =
        StateSpecs.value(CellLedger.LedgerCoder.of());

    @TimerId(EARLY)
    private final TimerSpec earlySpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId(CLOSE)
    private final TimerSpec closeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId(FORGET)
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final long latenessMillis;
    private final long earlyMillis;

    AddUpMinutesFn(long latenessMillis, long earlyMillis) {
      this.latenessMillis = latenessMillis;
      this.earlyMillis = earlyMillis;
    }

    @ProcessElement
    public void add(
        @Element KV<MinuteShard, CellPack> element,
        @Timestamp Instant timestamp,
        @AlwaysFetched @StateId(LEDGER) ValueState<CellLedger> ledgerState,
        @TimerId(EARLY) Timer early,
        @TimerId(CLOSE) Timer close,
        @TimerId(FORGET) Timer forget,
        MultiOutputReceiver out) {
      MinuteShard key = element.getKey();
      long minuteEnd = key.minuteMillis() + Periods.MINUTE_MILLIS;
      long watermark = close.getCurrentRelativeTime().getMillis();
      CellLedger ledger = ledgerState.read();
      if (ledger == null) {
        ledger = new CellLedger();
        forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(minuteEnd + latenessMillis));
        if (watermark < minuteEnd) {
          EventTimes.setHolding(close, minuteEnd);
          setEarly(early, key, Math.max(watermark, timestamp.getMillis()));
        }
      }
      for (AdCounts slice : element.getValue().slices().values()) {
        ledger.add(slice);
      }
      if (watermark >= minuteEnd) {
        ledger.close();
      }
      if (ledger.isClosed()) {
        emit(key, ledger, out);
      }
      ledgerState.write(ledger);
    }

    @OnTimer(EARLY)
    public void fireEarly(
        @Key MinuteShard key,
        @StateId(LEDGER) ValueState<CellLedger> ledgerState,
        @TimerId(EARLY) Timer early,
        MultiOutputReceiver out) {
      emitChanges(key, ledgerState, out);
      setEarly(early, key, early.getCurrentRelativeTime().getMillis());
    }

    @OnTimer(CLOSE)
    public void close(
        @Key MinuteShard key,
        @StateId(LEDGER) ValueState<CellLedger> ledgerState,
        MultiOutputReceiver out) {
      CellLedger ledger = ledgerState.read();
      if (ledger != null) {
        ledger.close();
        emit(key, ledger, out);
        ledgerState.write(ledger);
      }
    }

    @OnTimer(FORGET)
    public void forget(@StateId(LEDGER) ValueState<CellLedger> ledgerState) {
      ledgerState.clear();
    }

    /**
     * Sets the next early firing after {@code watermark}, if there is one before the minute's end.
     */
    private void setEarly(Timer early, MinuteShard key, long watermark) {
      long minute = key.minuteMillis();
      if (earlyMillis > 0 && watermark < minute + Periods.MINUTE_MILLIS) {
        long next = minute + ((watermark - minute) / earlyMillis + 1) * earlyMillis;
        if (next < minute + Periods.MINUTE_MILLIS) {
          EventTimes.setHolding(early, next, key.shard());
        }
      }
    }

    private static void emitChanges(
        MinuteShard key, ValueState<CellLedger> ledgerState, MultiOutputReceiver out) {
      CellLedger ledger = ledgerState.read();
      if (ledger != null && ledger.hasChanges()) {
        emit(key, ledger, out);
        ledgerState.write(ledger);
      }
    }

    private static void emit(MinuteShard key, CellLedger ledger, MultiOutputReceiver out) {
      long newAds =
          ledger.emitChanges(
              key.minuteMillis(),
              key.shard(),
              totals -> out.get(CountedCells.TOTALS).output(totals));
      if (newAds > 0) {
        out.get(MinuteCountsTag.COUNTS).output(KV.of(key.minuteMillis(), MinuteCounts.ads(newAds)));
      }
    }
  }
}
