package org.adclicks.transforms.minutes;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Reports how far the input's watermark has come, in steps of event time, on and on from the first
 * element.
 *
 * <p>Shape: {@code PCollection<Long>} (minutes with clicks) -> {@code PCollection<Progress>}. Put
 * {@link AwaitStored} before it to report what has landed. A report is stamped just before the time
 * it reaches: who has heard all that is stamped so has heard all it speaks of.
 *
 * <p>Units: milliseconds since 1970. State: one number. Errors: {@link IllegalArgumentException}
 * for a negative lateness.
 */
public final class ReportProgress extends PTransform<PCollection<Long>, PCollection<Progress>> {

  private static final long serialVersionUID = 1L;

  private final Lateness lateness;
  private final long stepMillis;

  private ReportProgress(Lateness lateness, long stepMillis) {
    this.lateness = lateness;
    this.stepMillis = stepMillis;
  }

  /** In steps of this much event time. */
  public static ReportProgress every(Duration step) {
    return new ReportProgress(Lateness.DEFAULT, step.getMillis());
  }

  /** Calls final what ended this far behind the watermark. Default: ten minutes. */
  public ReportProgress withAllowedLateness(Duration allowed) {
    return new ReportProgress(Lateness.of(allowed), stepMillis);
  }

  @Override
  public PCollection<Progress> expand(PCollection<Long> minutes) {
    // Progress is one sequence, so one key; minutes only tell it where to start.
    return minutes
        .apply("OneKey", WithKeys.<Integer, Long>of(0).withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), VarLongCoder.of()))
        .apply("Report", ParDo.of(new ReportProgressFn(lateness, stepMillis)))
        .setCoder(ProgressCoder.of());
  }
}
