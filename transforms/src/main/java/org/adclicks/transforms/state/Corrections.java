package org.adclicks.transforms.state;

import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Instant;

/**
 * When corrections of what has already left are to leave: gathered until the watermark's next step,
 * the same in every stateful transform, so that cells and lists are corrected side by side.
 *
 * <p>Until then they hold the output watermark where it was when the first of them came. So a
 * watermark behind a sink that has passed the time of a late click says that its corrections have
 * landed. No hold is longer than one step; and since steps divide a minute, none keeps a minute
 * from closing: what came before its end leaves as soon as the watermark is there.
 */
public final class Corrections {

  /**
   * Units: milliseconds of event time. Divides the slices' ten seconds. Source:
   * docs/decisions/0018.
   */
  static final long STEP_MILLIS = 5_000;

  private Corrections() {}

  /**
   * Sets the timer at which gathered corrections leave.
   *
   * @param heldState what is held already; to be cleared when the timer fires
   * @param cameMillis the watermark at which the correction came
   * @param lastMillis when they must have left at the latest
   */
  public static void gather(
      ValueState<Long> heldState, Timer timer, long cameMillis, long lastMillis) {
    Long held = heldState.read();
    if (held == null || cameMillis < held) {
      heldState.write(cameMillis);
      long due = Math.min(leaveAt(cameMillis), lastMillis);
      timer
          .withOutputTimestamp(Instant.ofEpochMilli(cameMillis))
          .set(EventTimers.atMost(Math.max(due, cameMillis + 1), 0));
    }
  }

  /** The step of the watermark at which corrections leave that came at this one. */
  public static long leaveAt(long cameMillis) {
    return EventTimers.nextStep(cameMillis, STEP_MILLIS);
  }
}
