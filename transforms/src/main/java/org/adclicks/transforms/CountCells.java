package org.adclicks.transforms;

import org.adclicks.proto.store.Periods;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.MapState;
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
 * <p>Errors: {@link IllegalArgumentException} for a negative duration or a number of parts that is
 * no power of two. Source: docs/decisions/0002.
 */
public final class CountCells
    extends PTransform<PCollection<KV<MinuteShard, CellPack>>, CountedCells> {

  private static final long serialVersionUID = 1L;

  private final long latenessMillis;
  private final long earlyMillis;
  private final int stateParts;

  private CountCells(long latenessMillis, long earlyMillis, int stateParts) {
    this.latenessMillis = latenessMillis;
    this.earlyMillis = earlyMillis;
    this.stateParts = stateParts;
  }

  public static CountCells perMinute() {
    return new CountCells(Duration.standardMinutes(10).getMillis(), 0, 1);
  }

  /**
   * Corrects the totals of minutes that ended up to {@code lateness} behind the watermark. Default:
   * ten minutes.
   */
  public CountCells withAllowedLateness(Duration lateness) {
    return new CountCells(
        Durations.requireNotNegative("allowed lateness", lateness), earlyMillis, stateParts);
  }

  /**
   * Emits what has changed in an open minute every so much event time from its start. Default:
   * zero, which is never.
   */
  public CountCells withEarlyFirings(Duration every) {
    return new CountCells(
        latenessMillis, Durations.requireNotNegative("early firings", every), stateParts);
  }

  /**
   * Keeps the cells of a minute and shard in so many parts, a power of two up to 4096. Default: 1,
   * which is best on a heap; with RocksDB 4096 is.
   */
  public CountCells withStateParts(int parts) {
    return new CountCells(latenessMillis, earlyMillis, StateParts.requireValid(parts));
  }

  @Override
  public CountedCells expand(PCollection<KV<MinuteShard, CellPack>> packs) {
    PCollectionTuple counted =
        packs.apply(
            "AddUpMinutes",
            ParDo.of(new AddUpMinutesFn(latenessMillis, earlyMillis, stateParts))
                .withOutputTags(CountedCells.TOTALS, TupleTagList.of(MinuteCountsTag.COUNTS)));
    return new CountedCells(
        counted.get(CountedCells.TOTALS).setCoder(CellTotalsCoder.of()),
        counted.get(MinuteCountsTag.COUNTS).setCoder(MinuteCountsTag.CODER));
  }

  private static final class AddUpMinutesFn extends DoFn<KV<MinuteShard, CellPack>, CellTotals> {

    private static final long serialVersionUID = 1L;
    private static final String LEDGERS = "ledgers";
    private static final String CLOSED = "closed";
    private static final String EARLY = "early";
    private static final String CLOSE = "close";
    private static final String FORGET = "forget";

    @StateId(LEDGERS)
    private final StateSpec<MapState<Integer, CellLedger>> ledgersSpec =
        StateSpecs.map(VarIntCoder.of(), CellLedger.LedgerCoder.of());

    /**
     * Whether the minute's end has been passed; nothing before its first clicks. Remembered,
     * because after a restart the watermark is unknown until the first one arrives, and a closed
     * minute would look open.
     */
    @StateId(CLOSED)
    private final StateSpec<ValueState<Boolean>> closedSpec = StateSpecs.value(BooleanCoder.of());

    @TimerId(EARLY)
    private final TimerSpec earlySpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId(CLOSE)
    private final TimerSpec closeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId(FORGET)
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final long latenessMillis;
    private final long earlyMillis;
    private final int stateParts;

    AddUpMinutesFn(long latenessMillis, long earlyMillis, int stateParts) {
      this.latenessMillis = latenessMillis;
      this.earlyMillis = earlyMillis;
      this.stateParts = stateParts;
    }

    @ProcessElement
    public void add(
        @Element KV<MinuteShard, CellPack> element,
        @Timestamp Instant timestamp,
        @StateId(LEDGERS) MapState<Integer, CellLedger> ledgersState,
        @AlwaysFetched @StateId(CLOSED) ValueState<Boolean> closedState,
        @TimerId(EARLY) Timer early,
        @TimerId(CLOSE) Timer close,
        @TimerId(FORGET) Timer forget,
        MultiOutputReceiver out) {
      MinuteShard key = element.getKey();
      long minuteEnd = key.minuteMillis() + Periods.MINUTE_MILLIS;
      long watermark = close.getCurrentRelativeTime().getMillis();
      Boolean known = closedState.read();
      if (known == null) {
        // A millisecond later than need be: timers of one time fire in any order, and without
        // lateness the minute would be forgotten before it is closed.
        forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(minuteEnd + latenessMillis + 1));
        if (watermark < minuteEnd) {
          EventTimes.setHolding(close, minuteEnd);
          setEarly(early, key, Math.max(watermark, timestamp.getMillis()));
        }
      }
      boolean wasClosed = known != null && known;
      boolean closed = wasClosed || watermark >= minuteEnd;
      if (known == null || closed != wasClosed) {
        closedState.write(closed);
      }
      StateParts<Integer, CellLedger> ledgers = new StateParts<>(ledgersState, CellLedger::new);
      for (AdCounts slice : element.getValue().slices().values()) {
        slice.forEach(
            (adId, country, clicks) ->
                ledgers
                    .touch(StateParts.of(AdCounts.placeOf(adId), stateParts))
                    .add(adId, country, clicks));
      }
      if (closed) {
        emitTouched(key, ledgers, out);
      }
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
          EventTimes.setHolding(early, next, key.shard());
        }
      }
    }

    private static void emitAll(
        MinuteShard key, MapState<Integer, CellLedger> state, MultiOutputReceiver out) {
      StateParts<Integer, CellLedger> ledgers = new StateParts<>(state, CellLedger::new);
      ledgers.touchAll();
      emitTouched(key, ledgers, out);
      ledgers.writeTouched();
    }

    private static void emitTouched(
        MinuteShard key, StateParts<Integer, CellLedger> ledgers, MultiOutputReceiver out) {
      CellEmission emission =
          new CellEmission(key, totals -> out.get(CountedCells.TOTALS).output(totals));
      ledgers.forEachTouched(ledger -> ledger.emitChanges(emission));
      emission.flush();
      if (emission.newAds() > 0) {
        out.get(MinuteCountsTag.COUNTS)
            .output(KV.of(key.minuteMillis(), MinuteCounts.ads(emission.newAds())));
      }
    }
  }
}
