package org.adclicks.transforms;

import org.adclicks.proto.store.Periods;
import org.adclicks.v1.MinuteState;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
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
  private static final String WAITING = "waiting";
  private static final String CLOSE = "close";
  private static final String FINISH = "finish";
  private static final String CHANGED = "changed";
  private static final String FORGET = "forget";

  /** Late clicks come one by one; their minute's row is written once a second. */
  private static final Duration GATHER = Duration.standardSeconds(1);

  /**
   * Two days of event time, in which clicks too late are still added to their minute's count of
   * them.
   */
  private static final long KEEP_MILLIS = 2 * Periods.DAY_MILLIS;

  @StateId(COUNTS)
  private final StateSpec<ValueState<MinuteCounts>> countsSpec =
      StateSpecs.value(MinuteCountsCoder.of());

  /**
   * The last state emitted. Remembered, because after a restart the watermark is unknown until the
   * first one arrives, and a closed minute would look open.
   */
  @StateId(TOLD)
  private final StateSpec<ValueState<Integer>> toldSpec = StateSpecs.value(VarIntCoder.of());

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

  @OnTimer(FORGET)
  public void forget(
      @StateId(COUNTS) ValueState<MinuteCounts> counts, @StateId(TOLD) ValueState<Integer> told) {
    counts.clear();
    told.clear();
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
