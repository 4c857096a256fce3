package org.adclicks.transforms.minutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.adclicks.transforms.ClickScript;
import org.adclicks.transforms.Pipelines;
import org.adclicks.transforms.Pipelines.Collected;
import org.adclicks.v1.MinuteState;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class TrackMinutesTest {

  private static final MinuteCounts ONE = new MinuteCounts(1, 1, 0, 0, 0, 0);
  private static final MinuteCounts LATE = new MinuteCounts(1, 0, 1, 1, 0, 0);
  private static final MinuteCounts TOO_LATE = new MinuteCounts(0, 0, 0, 0, 1, 0);

  private TestStream.Builder<KV<Long, MinuteCounts>> stream =
      TestStream.create(MinuteCountsTag.CODER);

  @Test
  void closesAndFinishesAMinute() {
    add("10:00", ONE);
    add("10:00", ONE);
    watermark("10:01:00");
    watermark("10:11:00");
    assertThat(run().minutes())
        .containsExactly(
            status("10:00", MinuteState.CLOSED, ONE.plus(ONE)),
            status("10:00", MinuteState.FINAL, ONE.plus(ONE)));
  }

  @Test
  void gathersCorrections() {
    add("10:00", ONE);
    watermark("10:02:00");
    add("10:00", LATE);
    add("10:00", LATE);
    stream = stream.advanceProcessingTime(Duration.standardSeconds(2));
    watermark("10:11:00");
    MinuteCounts corrected = ONE.plus(LATE).plus(LATE);
    assertThat(run().minutes())
        .containsExactly(
            status("10:00", MinuteState.CLOSED, ONE),
            status("10:00", MinuteState.CLOSED, corrected),
            status("10:00", MinuteState.FINAL, corrected));
  }

  @Test
  void closesWithoutClicksWhoseRowsHaveYetToLand() {
    add("10:00", ONE);
    watermark("10:00:50");
    addLetThroughAt("10:01:30", "10:00", LATE);
    watermark("10:01:00");
    watermark("10:01:31");
    watermark("10:11:00");
    assertThat(run().minutes())
        .containsExactly(
            status("10:00", MinuteState.CLOSED, ONE),
            status("10:00", MinuteState.CLOSED, ONE.plus(LATE)),
            status("10:00", MinuteState.FINAL, ONE.plus(LATE)));
  }

  @Test
  void keepsLateClicksBackUntilTheWatermarkHasPassedThem() {
    add("10:00", ONE);
    watermark("10:02:00");
    addLetThroughAt("10:02:30", "10:00", LATE);
    stream = stream.advanceProcessingTime(Duration.standardMinutes(2));
    watermark("10:02:30");
    addLetThroughAt("10:02:30.500", "10:00", LATE);
    stream = stream.advanceProcessingTime(Duration.standardMinutes(2));
    watermark("10:02:31");
    watermark("10:11:00");
    MinuteCounts corrected = ONE.plus(LATE).plus(LATE);
    assertThat(run().minutes())
        .containsExactly(
            status("10:00", MinuteState.CLOSED, ONE),
            status("10:00", MinuteState.CLOSED, corrected),
            status("10:00", MinuteState.FINAL, corrected));
  }

  @Test
  void finalRowHoldsWhatCameInTheLastMoment() {
    add("10:00", ONE);
    watermark("10:10:59.998");
    addLetThroughAt("10:10:59.999", "10:00", LATE);
    watermark("10:11:00");
    assertThat(run().minutes())
        .containsExactly(
            status("10:00", MinuteState.CLOSED, ONE),
            status("10:00", MinuteState.FINAL, ONE.plus(LATE)));
  }

  @Test
  void addsClicksThatWereTooLateToAFinalMinute() {
    add("10:00", ONE);
    watermark("10:11:00");
    add("10:00", TOO_LATE);
    stream = stream.advanceProcessingTime(Duration.standardSeconds(2));
    assertThat(run().minutes())
        .containsExactly(
            status("10:00", MinuteState.CLOSED, ONE),
            status("10:00", MinuteState.FINAL, ONE),
            status("10:00", MinuteState.FINAL, ONE.plus(TOO_LATE)));
  }

  @Test
  void keepsTheBooksOfAMinuteThoughTheWatermarkJumpsOverYears() {
    add("10:00", ONE);
    watermark("10:11:00");
    stream = stream.advanceWatermarkTo(inYears(5)).advanceWatermarkTo(inYears(10));
    add("10:00", TOO_LATE);
    stream = stream.advanceProcessingTime(Duration.standardSeconds(2));
    assertThat(run().minutes()).endsWith(status("10:00", MinuteState.FINAL, ONE.plus(TOO_LATE)));
  }

  private static Instant inYears(int years) {
    return Instant.ofEpochMilli(ClickScript.millis("10:00:00"))
        .plus(Duration.standardDays(365L * years));
  }

  @Test
  void reportsProgressInStepsAlsoWithoutClicks() {
    add("10:00", ONE);
    watermark("10:00:15");
    watermark("10:00:19");
    watermark("10:01:00");
    watermark("20:00:00");
    assertThat(run().progress())
        .containsExactly(
            progress("10:00:10", "09:50"),
            progress("10:01:00", "09:51"),
            progress("20:00:00", "19:50"),
            progress("10:11:00", "10:11"));
  }

  @Test
  void takesRejectedLinesForNoSignOfProgress() {
    add("23:00", MinuteCounts.rejected(1));
    watermark("10:00:00");
    assertThat(run().progress()).isEmpty();
  }

  private record Result(List<MinuteStatus> minutes, List<Progress> progress) {}

  private Result run() {
    TestPipeline pipeline = Pipelines.create();
    TrackedMinutes tracked =
        pipeline
            .apply(stream.advanceWatermarkToInfinity())
            .apply(TrackMinutes.create().withAllowedLateness(Duration.standardMinutes(10)));
    Collected<MinuteStatus> minutes = Pipelines.collect(tracked.minutes());
    Collected<Progress> progress = Pipelines.collect(tracked.progress());
    pipeline.run();
    return new Result(minutes.elements(), progress.elements());
  }

  private void add(String minute, MinuteCounts counts) {
    long millis = ClickScript.millis(minute + ":00");
    stream =
        stream.addElements(
            TimestampedValue.of(KV.of(millis, counts), Instant.ofEpochMilli(millis)));
  }

  private void addLetThroughAt(String time, String minute, MinuteCounts counts) {
    stream =
        stream.addElements(
            TimestampedValue.of(
                KV.of(ClickScript.millis(minute + ":00"), counts),
                Instant.ofEpochMilli(ClickScript.millis(time))));
  }

  private void watermark(String time) {
    stream = ClickScript.advance(stream, time);
  }

  private static MinuteStatus status(String minute, MinuteState state, MinuteCounts counts) {
    return new MinuteStatus(ClickScript.millis(minute + ":00"), state, counts);
  }

  private static Progress progress(String asOf, String finalThrough) {
    return new Progress(ClickScript.millis(asOf), ClickScript.millis(finalThrough + ":00"));
  }
}
