package org.adclicks.transforms.arrivals;

import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.state.BackdatingFn;
import org.adclicks.transforms.state.EventTimers;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/** Gathers news, and once a second books them all. */
final class TrackArrivalsFn extends BackdatingFn<KV<Integer, ArrivalNews>, CountedThrough> {

  private static final long serialVersionUID = 1L;
  private static final String NEWS = "news";
  private static final String LEDGER = "ledger";
  private static final String BOOKING = "booking";
  private static final String BOOK = "book";
  private static final String CLOCK = "clock";

  private static final Duration EVERY = Duration.standardSeconds(1);

  /** Minutes that ended so long ago are closed, or whoever closes them is far behind. */
  private static final long KEEP_MILLIS = 5 * Periods.MINUTE_MILLIS;

  @StateId(NEWS)
  private final StateSpec<BagState<ArrivalNews>> newsSpec = StateSpecs.bag(ArrivalNewsCoder.of());

  @StateId(LEDGER)
  private final StateSpec<ValueState<ArrivalLedger>> ledgerSpec =
      StateSpecs.value(ArrivalLedger.LedgerCoder.of());

  /** Whether the timer is set. */
  @StateId(BOOKING)
  private final StateSpec<ValueState<Boolean>> bookingSpec = StateSpecs.value(BooleanCoder.of());

  @TimerId(BOOK)
  private final TimerSpec bookSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  /** Is never set: tells the watermark. */
  @TimerId(CLOCK)
  private final TimerSpec clockSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final int shards;
  private final long skewMillis;

  TrackArrivalsFn(int shards, long skewMillis) {
    this.shards = shards;
    this.skewMillis = skewMillis;
  }

  @ProcessElement
  public void gather(
      @Element KV<Integer, ArrivalNews> element,
      @StateId(NEWS) BagState<ArrivalNews> news,
      @AlwaysFetched @StateId(BOOKING) ValueState<Boolean> booking,
      @TimerId(BOOK) Timer book) {
    news.add(element.getValue());
    if (booking.read() == null) {
      booking.write(true);
      book.withNoOutputTimestamp().align(EVERY).setRelative();
    }
  }

  @OnTimer(BOOK)
  public void book(
      @StateId(NEWS) BagState<ArrivalNews> news,
      @StateId(LEDGER) ValueState<ArrivalLedger> ledgerState,
      @StateId(BOOKING) ValueState<Boolean> booking,
      @TimerId(CLOCK) Timer clock,
      OutputReceiver<CountedThrough> out) {
    booking.clear();
    ArrivalLedger stored = ledgerState.read();
    ArrivalLedger ledger = stored == null ? new ArrivalLedger() : stored;
    for (ArrivalNews each : news.read()) {
      ledger.add(each, skewMillis);
    }
    news.clear();
    long watermark = clock.getCurrentRelativeTime().getMillis();
    if (watermark > EventTimers.NO_WATERMARK && watermark < EventTimers.END_OF_INPUT) {
      ledger.forgetBefore(Periods.minuteOf(watermark) - KEEP_MILLIS);
    }
    ledger
        .say(shards)
        .ifPresent(
            through ->
                out.outputWithTimestamp(
                    through, org.joda.time.Instant.ofEpochMilli(through.throughMillis())));
    ledgerState.write(ledger);
  }

  @OnTimer(CLOCK)
  public void never() {
    // It is never set.
  }
}
