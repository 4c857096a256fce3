package org.adclicks.transforms.minutes;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.state.BackdatingFn;
import org.adclicks.transforms.state.EventTimers;
import org.adclicks.v1.MinuteState;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds up each minute's counts and emits them when it closes, when it is final, and when they
 * change.
 *
 * <p>What is emitted has landed: counts are stamped with the watermark at which their clicks were
 * let through, and wait until the watermark <em>behind every sink</em> has passed that. Those of
 * clicks in time wait for the end of their minute.
 *
 * <p>Counts of clicks let through late are stamped later than what a timer holds.
 */
final class TrackMinuteFn extends BackdatingFn<KV<Long, MinuteCounts>, MinuteStatus> {

  private static final long serialVersionUID = 1L;
  private static final String LANDED = "landed";
  private static final String PENDING = "pending";
  private static final String TOLD = "told";
  private static final String TOUCHED = "touched";
  private static final String RELEASE = "release";
  private static final String FINISH = "finish";
  private static final String FORGET = "forget";
  private static final String CLOCK = "clock";

  /** Late clicks come one by one; a minute's counts wait for the next second. Divides a minute. */
  static final long STEP_MILLIS = 1_000;

  /**
   * As long as the minute's row is kept: what comes too late is added to what is known, never
   * written over it.
   */
  private static final long KEEP_MILLIS = 400 * Periods.DAY_MILLIS;

  /** The counts of everything that has landed. */
  @StateId(LANDED)
  private final StateSpec<ValueState<MinuteCounts>> landedSpec =
      StateSpecs.value(MinuteCountsCoder.of());

  /** When counts will have landed -> counts to be added then. */
  @StateId(PENDING)
  private final StateSpec<ValueState<Map<Long, MinuteCounts>>> pendingSpec =
      StateSpecs.value(MapCoder.of(VarLongCoder.of(), MinuteCountsCoder.of()));

  /** The last state emitted. */
  @StateId(TOLD)
  private final StateSpec<ValueState<Integer>> toldSpec = StateSpecs.value(VarIntCoder.of());

  /** When, by the clock, something was last known of the minute. */
  @StateId(TOUCHED)
  private final StateSpec<ValueState<Long>> touchedSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(RELEASE)
  private final TimerSpec releaseSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(FINISH)
  private final TimerSpec finishSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(FORGET)
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  /** Is never set: tells the time. */
  @TimerId(CLOCK)
  private final TimerSpec clockSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  private final Lateness lateness;

  TrackMinuteFn(Lateness lateness) {
    this.lateness = lateness;
  }

  @ProcessElement
  public void add(
      @Element KV<Long, MinuteCounts> element,
      @Timestamp Instant timestamp,
      @AlwaysFetched @StateId(PENDING) ValueState<Map<Long, MinuteCounts>> pendingState,
      @AlwaysFetched @StateId(TOUCHED) ValueState<Long> touched,
      @TimerId(RELEASE) Timer release,
      @TimerId(FINISH) Timer finish,
      @TimerId(FORGET) Timer forget,
      @TimerId(CLOCK) Timer clock) {
    long minuteEnd = element.getKey() + Periods.MINUTE_MILLIS;
    long finalAt = lateness.finalAt(element.getKey());
    long watermark = release.getCurrentRelativeTime().getMillis();
    long letThrough = Math.max(watermark, Math.max(timestamp.getMillis(), minuteEnd - 1));
    if (touched.read() == null) {
      forget
          .withNoOutputTimestamp()
          .set(EventTimers.atMost(Math.max(finalAt, letThrough), KEEP_MILLIS));
      if (letThrough < finalAt) {
        EventTimers.setHolding(finish, finalAt);
      }
    }
    touched.write(clock.getCurrentRelativeTime().getMillis());
    NavigableMap<Long, MinuteCounts> pending = pending(pendingState);
    pending.merge(landsAt(letThrough, finalAt), element.getValue(), MinuteCounts::plus);
    pendingState.write(pending);
    EventTimers.setHolding(release, pending.firstKey());
  }

  /** Behind what was let through, and not behind FINAL if that is: FINAL holds all that counts. */
  private static long landsAt(long letThroughMillis, long finalAtMillis) {
    long next =
        EventTimers.atMost(EventTimers.nextStep(letThroughMillis, STEP_MILLIS), 0).getMillis();
    return letThroughMillis < finalAtMillis ? Math.min(next, finalAtMillis) : next;
  }

  private static NavigableMap<Long, MinuteCounts> pending(
      ValueState<Map<Long, MinuteCounts>> state) {
    Map<Long, MinuteCounts> stored = state.read();
    return stored == null ? new TreeMap<>() : new TreeMap<>(stored);
  }

  @OnTimer(RELEASE)
  public void release(
      @Key Long minute,
      OnTimerContext context,
      @StateId(LANDED) ValueState<MinuteCounts> landed,
      @StateId(PENDING) ValueState<Map<Long, MinuteCounts>> pending,
      @StateId(TOLD) ValueState<Integer> told,
      @TimerId(RELEASE) Timer release,
      OutputReceiver<MinuteStatus> out) {
    tell(minute, context.fireTimestamp().getMillis(), landed, pending, told, out);
    Map<Long, MinuteCounts> rest = pending.read();
    if (rest != null) {
      EventTimers.setHolding(release, new TreeMap<>(rest).firstKey());
    }
  }

  @OnTimer(FINISH)
  public void finish(
      @Key Long minute,
      OnTimerContext context,
      @StateId(LANDED) ValueState<MinuteCounts> landed,
      @StateId(PENDING) ValueState<Map<Long, MinuteCounts>> pending,
      @StateId(TOLD) ValueState<Integer> told,
      OutputReceiver<MinuteStatus> out) {
    tell(minute, context.fireTimestamp().getMillis(), landed, pending, told, out);
  }

  @OnTimer(CLOCK)
  public void tick() {
    // A timer must have a callback.
  }

  /** Emits the minute if something has landed by now or its state is another. */
  private void tell(
      long minute,
      long now,
      ValueState<MinuteCounts> landedState,
      ValueState<Map<Long, MinuteCounts>> pendingState,
      ValueState<Integer> told,
      OutputReceiver<MinuteStatus> out) {
    MinuteCounts before = landedState.read();
    MinuteCounts counts = before == null ? MinuteCounts.NONE : before;
    NavigableMap<Long, MinuteCounts> pending = pending(pendingState);
    Iterator<MinuteCounts> ready = pending.headMap(now, true).values().iterator();
    boolean isChanged = ready.hasNext();
    while (ready.hasNext()) {
      counts = counts.plus(ready.next());
      ready.remove();
    }
    if (isChanged) {
      landedState.write(counts);
      if (pending.isEmpty()) {
        pendingState.clear();
      } else {
        pendingState.write(pending);
      }
    }
    boolean isFinal = lateness.isTooLate(minute, now);
    int state = (isFinal ? MinuteState.FINAL : MinuteState.CLOSED).getNumber();
    Integer toldBefore = told.read();
    // A minute never goes back from FINAL to CLOSED.
    int number = toldBefore == null ? state : Math.max(toldBefore, state);
    if (isChanged || toldBefore == null || number > toldBefore) {
      told.write(number);
      out.output(new MinuteStatus(minute, MinuteState.forNumber(number), counts));
    }
  }

  /** The watermark may jump over years in a moment; the row stays as long by the clock. */
  @OnTimer(FORGET)
  public void forget(
      @StateId(LANDED) ValueState<MinuteCounts> landed,
      @StateId(TOLD) ValueState<Integer> told,
      @AlwaysFetched @StateId(TOUCHED) ValueState<Long> touched,
      @TimerId(CLOCK) Timer clock,
      @TimerId(FORGET) Timer forget) {
    long watermark = forget.getCurrentRelativeTime().getMillis();
    @Nullable Long touchedMillis = touched.read();
    boolean isFresh =
        touchedMillis != null
            && clock.getCurrentRelativeTime().getMillis() - touchedMillis < KEEP_MILLIS;
    if (isFresh && watermark < EventTimers.END_OF_INPUT) {
      forget.withNoOutputTimestamp().set(EventTimers.atMost(watermark, KEEP_MILLIS));
      return;
    }
    landed.clear();
    told.clear();
    touched.clear();
  }
}
