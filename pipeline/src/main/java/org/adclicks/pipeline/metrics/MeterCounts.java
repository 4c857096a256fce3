package org.adclicks.pipeline.metrics;

import org.adclicks.click.line.RejectedLine;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.Progress;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Tells {@link JobMetrics} what passes by, beside the data's way: nothing waits for it.
 *
 * <p>Shape: any of the collections below -> nothing.
 */
public final class MeterCounts<T> extends PTransform<PCollection<T>, PDone> {

  private static final long serialVersionUID = 1L;

  private final DoFn<T, Void> fn;

  private MeterCounts(DoFn<T, Void> fn) {
    this.fn = fn;
  }

  /** What became of clicks, by minute. */
  public static MeterCounts<KV<Long, MinuteCounts>> ofClicks() {
    return new MeterCounts<>(new ClicksFn());
  }

  /** Rejected lines, by reason. */
  public static MeterCounts<RejectedLine> ofRejected() {
    return new MeterCounts<>(new RejectedFn());
  }

  /** How far all is complete. */
  public static MeterCounts<Progress> ofProgress() {
    return new MeterCounts<>(new ProgressFn());
  }

  @Override
  public PDone expand(PCollection<T> input) {
    input.apply("Meter", ParDo.of(fn));
    return PDone.in(input.getPipeline());
  }

  private static final class ClicksFn extends DoFn<KV<Long, MinuteCounts>, Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void meter(@Element KV<Long, MinuteCounts> element) {
      MinuteCounts counts = element.getValue();
      JobMetrics.clicks(counts.clicks(), counts.duplicates(), counts.late(), counts.tooLate());
    }
  }

  private static final class RejectedFn extends DoFn<RejectedLine, Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void meter(@Element RejectedLine line) {
      JobMetrics.lineRejected(line.rejection().reason());
    }
  }

  private static final class ProgressFn extends DoFn<Progress, Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void meter(@Element Progress progress) {
      JobMetrics.asOf(progress.asOfMillis());
    }
  }
}
