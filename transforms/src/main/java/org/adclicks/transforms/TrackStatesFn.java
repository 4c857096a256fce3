package org.adclicks.transforms;

import org.adclicks.proto.store.Periods;
import org.adclicks.v1.MinuteState;
import org.apache.beam.sdk.coders.BooleanCoder;
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
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Adds up each minute's counts and emits them when it closes, when it is final, and (gathered) when
 * they change.
 */
final class TrackStatesFn extends DoFn<KV<Long, MinuteCounts>, MinuteStatus> {

  private static final long serialVersionUID = 1L;
  private static final String COUNTS = "counts";
  private static final String TOLD = "told";
  private static final String TOUCHED = "touched";
  private static final String WAITING = "waiting";
  private static final String CLOSE = "close";
  private static final String FINISH = "finish";
  private static final String CHANGED = "changed";
  private static final String FORGET = "forget";

  /** Late clicks come one by one; their minute's row is written once a second. */
  private static final Duration GATHER = Duration.standardSeconds(1);

  /**
   * As long as the minute's row is kept: what comes too late is added to what is known, never
   * written over it.
   */
  private static final long KEEP_MILLIS = 400 * Periods.DAY_MILLIS;

  @StateId(COUNTS)
  private final StateSpec<ValueState<MinuteCounts>> countsSpec =
      StateSpecs.value(MinuteCountsCoder.of());

  /**
   * The last state emitted. Remembered, because after a restart the watermark is unknown until the
   * first one arrives, and a closed minute would look open.
   */
  @StateId(TOLD)
  private final StateSpec<ValueState<Integer>> toldSpec = StateSpecs.value(VarIntCoder.of());

  /** When, by the clock, the minute's row was last written. */
  @StateId(TOUCHED)
  private final StateSpec<ValueState<Long>> touchedSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(WAITING)
  private final StateSpec<ValueState<Boolean>> waitingSpec = StateSpecs.value(BooleanCoder.of());

  @TimerId(CLOSE)
  private final TimerSpec closeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(FINISH)
  private final TimerSpec finishSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(CHANGED)
  private final TimerSpec changedSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId(FORGET)
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final long latenessMillis;

  TrackStatesFn(long latenessMillis) {
    this.latenessMillis = latenessMillis;
  }

  @ProcessElement
  public void add(
      @Element KV<Long, MinuteCounts> element,
      @AlwaysFetched @StateId(COUNTS) ValueState<MinuteCounts> countsState,
      @StateId(TOLD) ValueState<Integer> told,
      @StateId(TOUCHED) ValueState<Long> touched,
      @StateId(WAITING) ValueState<Boolean> waiting,
      @TimerId(CLOSE) Timer close,
      @TimerId(FINISH) Timer finish,
      @TimerId(CHANGED) Timer changed,
      @TimerId(FORGET) Timer forget) {
    long minuteEnd = element.getKey() + Periods.MINUTE_MILLIS;
    long watermark = close.getCurrentRelativeTime().getMillis();
    MinuteCounts counts = countsState.read();
    if (counts == null) {
      counts = MinuteCounts.NONE;
      forget
          .withNoOutputTimestamp()
          .set(EventTimes.atMost(Math.max(minuteEnd + latenessMillis, watermark), KEEP_MILLIS));
      if (watermark < minuteEnd) {
        EventTimes.setHolding(close, minuteEnd);
      }
      if (watermark < minuteEnd + latenessMillis) {
        EventTimes.setHolding(finish, minuteEnd + latenessMillis);
      }
    }
    countsState.write(counts.plus(element.getValue()));
    touched.write(changed.getCurrentRelativeTime().getMillis());
    boolean closed = watermark >= minuteEnd || told.read() != null;
    if (closed && !Boolean.TRUE.equals(waiting.read())) {
      waiting.write(true);
      // A correction belongs to a time long past; it must not hold up the watermark.
      changed
          .withOutputTimestamp(
              EventTimes.atMost(Math.max(minuteEnd + latenessMillis, watermark), 0))
          .offset(GATHER)
          .setRelative();
    }
  }

  @OnTimer(CLOSE)
  public void close(
      @Key Long minute,
      @StateId(COUNTS) ValueState<MinuteCounts> counts,
      @StateId(TOLD) ValueState<Integer> told,
      OutputReceiver<MinuteStatus> out) {
    emit(minute, MinuteState.CLOSED, counts.read(), told, out);
  }

  @OnTimer(FINISH)
  public void finish(
      @Key Long minute,
      @StateId(COUNTS) ValueState<MinuteCounts> counts,
      @StateId(TOLD) ValueState<Integer> told,
      OutputReceiver<MinuteStatus> out) {
    emit(minute, MinuteState.FINAL, counts.read(), told, out);
  }

  @OnTimer(CHANGED)
  public void changed(
      @Key Long minute,
      @StateId(COUNTS) ValueState<MinuteCounts> counts,
      @StateId(TOLD) ValueState<Integer> told,
      @StateId(WAITING) ValueState<Boolean> waiting,
      @TimerId(CLOSE) Timer clock,
      OutputReceiver<MinuteStatus> out) {
    waiting.clear();
    long watermark = clock.getCurrentRelativeTime().getMillis();
    boolean isFinal = watermark >= minute + Periods.MINUTE_MILLIS + latenessMillis;
    emit(minute, isFinal ? MinuteState.FINAL : MinuteState.CLOSED, counts.read(), told, out);
  }

  /** The watermark may jump over years in a moment; the row stays as long by the clock. */
  @OnTimer(FORGET)
  public void forget(
      @StateId(COUNTS) ValueState<MinuteCounts> counts,
      @StateId(TOLD) ValueState<Integer> told,
      @AlwaysFetched @StateId(TOUCHED) ValueState<Long> touched,
      @TimerId(CHANGED) Timer clock,
      @TimerId(FORGET) Timer forget) {
    long watermark = forget.getCurrentRelativeTime().getMillis();
    Long touchedMillis = touched.read();
    boolean isFresh =
        touchedMillis != null
            && clock.getCurrentRelativeTime().getMillis() - touchedMillis < KEEP_MILLIS;
    if (isFresh && watermark < EventTimes.END_OF_INPUT) {
      forget.withNoOutputTimestamp().set(EventTimes.atMost(watermark, KEEP_MILLIS));
      return;
    }
    counts.clear();
    told.clear();
    touched.clear();
  }

  private static void emit(
      long minute,
      MinuteState state,
      @Nullable MinuteCounts counts,
      ValueState<Integer> told,
      OutputReceiver<MinuteStatus> out) {
    if (counts == null) {
      return;
    }
    // A minute never goes back from FINAL to CLOSED.
    Integer before = told.read();
    int number = before == null ? state.getNumber() : Math.max(before, state.getNumber());
    told.write(number);
    out.output(new MinuteStatus(minute, MinuteState.forNumber(number), counts));
  }
}
