package org.adclicks.transforms.minutes;

import java.util.List;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Keeps each minute's state and counts, and how far the store is complete.
 *
 * <p>A minute is CLOSED when the watermark has passed its end <em>behind every sink</em> named by
 * {@link #afterLanding}: a row that says CLOSED is written only after all rows of that minute. It
 * is FINAL when that watermark has passed its end plus the allowed lateness. Counts of late clicks
 * are likewise added only when that watermark has passed the one at which the clicks were let
 * through: whoever finds them in a minute's counts finds them everywhere.
 *
 * <p>Shape: {@code PCollection<KV<Long, MinuteCounts>>} (minute -> counts to be added, stamped with
 * the watermark at which they were found) -> {@link TrackedMinutes}.
 *
 * <p>State: one small record a minute, as long as its row is kept, so that clicks too late are
 * counted too.
 *
 * <p>Errors: {@link IllegalArgumentException} for a negative lateness. Source: docs/decisions/0004,
 * 0018.
 */
public final class TrackMinutes
    extends PTransform<PCollection<KV<Long, MinuteCounts>>, TrackedMinutes> {

  private static final long serialVersionUID = 1L;

  /** Progress is told in steps of this much event time. */
  private static final Duration STEP = Duration.standardSeconds(10);

  private final Lateness lateness;
  private final transient List<PCollection<Void>> landed;

  private TrackMinutes(Lateness lateness, List<PCollection<Void>> landed) {
    this.lateness = lateness;
    this.landed = landed;
  }

  public static TrackMinutes create() {
    return new TrackMinutes(Lateness.DEFAULT, List.of());
  }

  /** Calls a minute FINAL this long after its end. Default: ten minutes. */
  public TrackMinutes withAllowedLateness(Duration allowed) {
    return new TrackMinutes(Lateness.of(allowed), landed);
  }

  /**
   * Waits for these: collections without elements whose watermark says how far a sink's rows have
   * landed.
   */
  public TrackMinutes afterLanding(List<PCollection<Void>> landedRows) {
    return new TrackMinutes(lateness, List.copyOf(landedRows));
  }

  @Override
  public TrackedMinutes expand(PCollection<KV<Long, MinuteCounts>> counts) {
    PCollection<KV<Long, MinuteCounts>> landedCounts =
        counts.apply("AwaitLanding", AwaitStored.of(landed));
    PCollection<MinuteStatus> minutes =
        landedCounts
            .apply("TrackStates", ParDo.of(new TrackMinuteFn(lateness)))
            .setCoder(MinuteStatusCoder.of());
    PCollection<Progress> progress =
        landedCounts
            .apply("MinutesOfClicks", ParDo.of(new MinutesOfClicksFn()))
            .setCoder(VarLongCoder.of())
            .apply(
                "ReportProgress",
                ReportProgress.every(STEP).withAllowedLateness(Duration.millis(lateness.millis())));
    return new TrackedMinutes(minutes, progress);
  }

  private static final class MinutesOfClicksFn extends DoFn<KV<Long, MinuteCounts>, Long> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void minute(@Element KV<Long, MinuteCounts> counts, OutputReceiver<Long> out) {
      // Rejected lines count for the minute they arrived in, which says nothing of how far clicks
      // have come.
      if (counts.getValue().sum() > counts.getValue().rejected()) {
        out.output(counts.getKey());
      }
    }
  }
}
