package org.adclicks.transforms.minutes;

import java.util.HashMap;
import java.util.Map;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.state.EventTimers;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what a bundle has of each minute's counts. A minute is one key: without this, every pack
 * of every worker would come to it by itself.
 *
 * <p>Shape: {@code PCollection<KV<Long, MinuteCounts>>} -> the same, fewer. Counts that {@link
 * TrackMinutes} shows together stay together: those stamped before the minute's end, and those of
 * each second after it; never those of after it was final with those of before. What is added up
 * has the latest of its stamps.
 */
public final class AddUpCounts
    extends PTransform<PCollection<KV<Long, MinuteCounts>>, PCollection<KV<Long, MinuteCounts>>> {

  private static final long serialVersionUID = 1L;

  private final Lateness lateness;

  private AddUpCounts(Lateness lateness) {
    this.lateness = lateness;
  }

  /** Of minutes that are corrected so long. */
  public static AddUpCounts ofBundles(Duration allowedLateness) {
    return new AddUpCounts(Lateness.of(allowedLateness));
  }

  @Override
  public PCollection<KV<Long, MinuteCounts>> expand(PCollection<KV<Long, MinuteCounts>> counts) {
    return counts.apply("AddUp", ParDo.of(new AddUpFn(lateness))).setCoder(MinuteCountsTag.CODER);
  }

  private static final class AddUpFn extends DoFn<KV<Long, MinuteCounts>, KV<Long, MinuteCounts>> {

    private static final long serialVersionUID = 1L;

    private record Shown(long minute, long stepMillis, boolean isTooLate) {}

    private record Sum(MinuteCounts counts, Instant latest) {

      Sum plus(Sum other) {
        return new Sum(
            counts.plus(other.counts), latest.isAfter(other.latest) ? latest : other.latest);
      }
    }

    private final Lateness lateness;
    private transient @Nullable Map<Shown, Sum> sums;

    AddUpFn(Lateness lateness) {
      this.lateness = lateness;
    }

    @StartBundle
    public void start() {
      sums = new HashMap<>();
    }

    @ProcessElement
    public void add(@Element KV<Long, MinuteCounts> element, @Timestamp Instant timestamp) {
      if (sums == null) {
        throw new IllegalStateException("an element outside a bundle");
      }
      long minute = element.getKey();
      long letThrough = Math.max(timestamp.getMillis(), minute + Periods.MINUTE_MILLIS - 1);
      sums.merge(
          new Shown(
              minute,
              EventTimers.nextStep(letThrough, TrackMinuteFn.STEP_MILLIS),
              lateness.isTooLate(minute, timestamp.getMillis())),
          new Sum(element.getValue(), timestamp),
          Sum::plus);
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      if (sums != null) {
        sums.forEach(
            (shown, sum) ->
                context.output(
                    KV.of(shown.minute(), sum.counts()), sum.latest(), GlobalWindow.INSTANCE));
      }
      sums = null;
    }
  }
}
