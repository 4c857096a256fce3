package org.adclicks.transforms.minutes;

import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.state.EventTimers;
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
import org.joda.time.Instant;

/**
 * Reports the watermark in steps, also while no clicks come. A jump over years is one report: the
 * next step is set from where the watermark is, not from the last step.
 */
final class ReportProgressFn extends DoFn<KV<Integer, Long>, Progress> {

  private static final long serialVersionUID = 1L;
  private static final String NEWEST = "newestMinute";
  private static final String STEP = "step";

  @StateId(NEWEST)
  private final StateSpec<ValueState<Long>> newestSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(STEP)
  private final TimerSpec stepSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Lateness lateness;
  private final long stepMillis;

  ReportProgressFn(Lateness lateness, long stepMillis) {
    this.lateness = lateness;
    this.stepMillis = stepMillis;
  }

  @ProcessElement
  public void start(
      @Element KV<Integer, Long> element,
      @Timestamp Instant timestamp,
      @AlwaysFetched @StateId(NEWEST) ValueState<Long> newest,
      @TimerId(STEP) Timer step) {
    long minute = element.getValue();
    Long newestMinute = newest.read();
    if (newestMinute == null) {
      // An element may be stamped later than its minute, and no timer may hold back further than
      // its element.
      long known = Math.max(timestamp.getMillis(), step.getCurrentRelativeTime().getMillis());
      setNext(step, Math.max(minute, known));
    }
    if (newestMinute == null || minute > newestMinute) {
      newest.write(minute);
    }
  }

  @OnTimer(STEP)
  public void step(
      @Timestamp Instant held,
      @AlwaysFetched @StateId(NEWEST) ValueState<Long> newest,
      @TimerId(STEP) Timer step,
      OutputReceiver<Progress> out) {
    long watermark = step.getCurrentRelativeTime().getMillis();
    if (watermark < EventTimers.END_OF_INPUT) {
      long asOf = watermark - Math.floorMod(watermark, stepMillis);
      report(new Progress(asOf, lateness.finalThrough(asOf)), held, out);
      setNext(step, watermark);
      return;
    }
    Long minute = newest.read();
    if (minute != null) {
      // Nothing more will come, so all of it is final.
      long end = lateness.finalAt(minute);
      report(new Progress(end, Periods.minuteOf(end)), held, out);
    }
  }

  /** After a jump that is later than the step that was waited for. */
  private static void report(Progress progress, Instant held, OutputReceiver<Progress> out) {
    long stamp = Math.max(held.getMillis(), progress.asOfMillis() - 1);
    out.outputWithTimestamp(progress, Instant.ofEpochMilli(stamp));
  }

  private void setNext(Timer step, long millis) {
    EventTimers.setHolding(step, EventTimers.nextStep(millis, stepMillis));
  }
}
