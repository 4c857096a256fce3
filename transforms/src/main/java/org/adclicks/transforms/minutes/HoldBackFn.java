package org.adclicks.transforms.minutes;

import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.EventTimers;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
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
 * Keeps the elements of a step of the watermark until the input's watermark has come there. Until
 * then the oldest of their stamps holds the output's.
 */
final class HoldBackFn<T> extends DoFn<KV<MinuteShard, T>, T> {

  private static final long serialVersionUID = 1L;
  private static final String KEPT = "kept";
  private static final String HELD = "held";
  private static final String PASSED = "passed";
  private static final String LEAVE = "leave";

  @StateId(KEPT)
  private final StateSpec<BagState<T>> keptSpec;

  @StateId(HELD)
  private final StateSpec<ValueState<Long>> heldSpec = StateSpecs.value(VarLongCoder.of());

  /** How often the watermark has passed, if once is not enough. */
  @StateId(PASSED)
  private final StateSpec<ValueState<Integer>> passedSpec = StateSpecs.value(VarIntCoder.of());

  @TimerId(LEAVE)
  private final TimerSpec leaveSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final int steps;

  /**
   * @param steps how many steps the watermark is to make, the first of them to the element's time
   */
  HoldBackFn(Coder<T> coder, int steps) {
    this.steps = steps;
    this.keptSpec = StateSpecs.bag(coder);
  }

  @ProcessElement
  public void keep(
      @Element KV<MinuteShard, T> element,
      @Timestamp Instant timestamp,
      @StateId(KEPT) BagState<T> kept,
      @StateId(HELD) ValueState<Long> heldState,
      @TimerId(LEAVE) Timer leave) {
    kept.add(element.getValue());
    Long held = heldState.read();
    if (held == null || timestamp.getMillis() < held) {
      heldState.write(timestamp.getMillis());
      leave
          .withOutputTimestamp(timestamp)
          .set(EventTimers.atMost(element.getKey().minuteMillis(), 0));
    }
  }

  @OnTimer(LEAVE)
  public void leave(
      @StateId(KEPT) BagState<T> kept,
      @StateId(HELD) ValueState<Long> held,
      @StateId(PASSED) ValueState<Integer> passedState,
      @TimerId(LEAVE) Timer leave,
      OutputReceiver<T> out) {
    if (steps > 1) {
      Integer before = passedState.read();
      int passed = (before == null ? 0 : before) + 1;
      long watermark = leave.getCurrentRelativeTime().getMillis();
      Long hold = held.read();
      if (passed < steps && hold != null && watermark < EventTimers.END_OF_INPUT) {
        passedState.write(passed);
        leave.withOutputTimestamp(Instant.ofEpochMilli(hold)).set(EventTimers.atMost(watermark, 1));
        return;
      }
      passedState.clear();
    }
    kept.read().forEach(out::output);
    kept.clear();
    held.clear();
  }
}
