package org.adclicks.transforms;

import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Duration;

/**
 * Keeps each minute's state and counts, and how far the store is complete.
 *
 * <p>A minute is CLOSED when the watermark has passed its end <em>behind every sink</em> named by
 * {@link #afterLanding}: a row that says CLOSED is written only after all rows of that minute. It
 * is FINAL when that watermark has passed its end plus the allowed lateness.
 *
 * <p>Shape: {@code PCollection<KV<Long, MinuteCounts>>} (minute -> counts to be added) -> {@link
 * TrackedMinutes}.
 *
 * <p>State: one small record a minute, as long as its row is kept, so that clicks too late are
 * counted too.
 *
 * <p>Errors: {@link IllegalArgumentException} for a negative lateness. Source: docs/decisions/0004.
 */
public final class TrackMinutes
    extends PTransform<PCollection<KV<Long, MinuteCounts>>, TrackedMinutes> {

  private static final long serialVersionUID = 1L;

  private final long latenessMillis;
  private final long stepMillis;
  private final transient List<PCollection<Void>> landed;

  private TrackMinutes(long latenessMillis, long stepMillis, List<PCollection<Void>> landed) {
    this.latenessMillis = latenessMillis;
    this.stepMillis = stepMillis;
    this.landed = landed;
  }

  public static TrackMinutes create() {
    return new TrackMinutes(
        Duration.standardMinutes(10).getMillis(),
        Duration.standardSeconds(10).getMillis(),
        List.of());
  }

  /** Calls a minute FINAL this long after its end. Default: ten minutes. */
  public TrackMinutes withAllowedLateness(Duration lateness) {
    return new TrackMinutes(
        Durations.requireNotNegative("allowed lateness", lateness), stepMillis, landed);
  }

  /** Reports progress in steps of this much event time. Default: ten seconds. */
  public TrackMinutes withStep(Duration step) {
    return new TrackMinutes(latenessMillis, step.getMillis(), landed);
  }

  /**
   * Waits for these: collections without elements whose watermark says how far a sink's rows have
   * landed.
   */
  public TrackMinutes afterLanding(List<PCollection<Void>> landedRows) {
    return new TrackMinutes(latenessMillis, stepMillis, List.copyOf(landedRows));
  }

  @Override
  public TrackedMinutes expand(PCollection<KV<Long, MinuteCounts>> counts) {
    PCollectionList<KV<Long, MinuteCounts>> inputs = PCollectionList.of(counts);
    for (int i = 0; i < landed.size(); i++) {
      inputs =
          inputs.and(
              landed
                  .get(i)
                  .apply("OnlyWatermark" + i, ParDo.of(new OnlyWatermarkFn()))
                  .setCoder(MinuteCountsTag.CODER));
    }
    PCollection<KV<Long, MinuteCounts>> landedCounts =
        inputs.apply("AwaitLanding", Flatten.pCollections()).setCoder(MinuteCountsTag.CODER);
    PCollection<MinuteStatus> minutes =
        landedCounts
            .apply("TrackStates", ParDo.of(new TrackStatesFn(latenessMillis)))
            .setCoder(MinuteStatusCoder.of());
    PCollection<Progress> progress =
        landedCounts
            .apply("OneKey", ParDo.of(new OneKeyFn()))
            .setCoder(KvCoder.of(VarIntCoder.of(), VarLongCoder.of()))
            .apply("ReportProgress", ParDo.of(new ReportProgressFn(latenessMillis, stepMillis)))
            .setCoder(ProgressCoder.of());
    return new TrackedMinutes(minutes, progress);
  }

  private static final class OnlyWatermarkFn extends DoFn<Void, KV<Long, MinuteCounts>> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void drop() {
      // A landed collection has no elements; it is here for its watermark.
    }
  }

  /** Progress is one sequence of its own, so one key; minutes only tell it where to start. */
  private static final class OneKeyFn extends DoFn<KV<Long, MinuteCounts>, KV<Integer, Long>> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void key(@Element KV<Long, MinuteCounts> counts, OutputReceiver<KV<Integer, Long>> out) {
      // Rejected lines count for the minute they arrived in, which says nothing of how far clicks
      // have come.
      if (counts.getValue().sum() > counts.getValue().rejected()) {
        out.output(KV.of(0, counts.getKey()));
      }
    }
  }
}
