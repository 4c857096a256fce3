package org.adclicks.transforms.parse;

import java.util.Map;
import org.adclicks.click.SourcedClick;
import org.adclicks.click.line.RejectedLine;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.ArrivalsTag;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteCountsTag;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/** What {@link ParseClicks} makes of log lines. */
public final class ParsedClicks implements POutput {

  static final TupleTag<SourcedClick> CLICKS = new TupleTag<>("clicks") {};
  static final TupleTag<RejectedLine> REJECTED = new TupleTag<>("rejected") {};
  static final TupleTag<KV<Long, Long>> UNREAD = new TupleTag<>("unread") {};

  private final PCollection<SourcedClick> clicks;
  private final PCollection<RejectedLine> rejected;
  private final PCollection<KV<Long, MinuteCounts>> counts;
  private final PCollection<KV<Long, Long>> unread;
  private final PCollection<ArrivalNews> arrivals;

  ParsedClicks(
      PCollection<SourcedClick> clicks,
      PCollection<RejectedLine> rejected,
      PCollection<KV<Long, MinuteCounts>> counts,
      PCollection<KV<Long, Long>> unread,
      PCollection<ArrivalNews> arrivals) {
    this.clicks = clicks;
    this.rejected = rejected;
    this.counts = counts;
    this.unread = unread;
    this.arrivals = arrivals;
  }

  /** The accepted clicks, duplicates and late ones included. */
  public PCollection<SourcedClick> clicks() {
    return clicks;
  }

  /** The lines that are no click, and why. */
  public PCollection<RejectedLine> rejected() {
    return rejected;
  }

  /** How many lines were rejected, by the minute they arrived in. */
  public PCollection<KV<Long, MinuteCounts>> counts() {
    return counts;
  }

  /** Spans of click times, as (from, to), of which records were deleted before they were read. */
  public PCollection<KV<Long, Long>> unread() {
    return unread;
  }

  /** Which rounds of the readers have ended, and how many of their lines are no click. */
  public PCollection<ArrivalNews> arrivals() {
    return arrivals;
  }

  @Override
  public Pipeline getPipeline() {
    return clicks.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(
        CLICKS,
        clicks,
        REJECTED,
        rejected,
        MinuteCountsTag.COUNTS,
        counts,
        UNREAD,
        unread,
        ArrivalsTag.ARRIVALS,
        arrivals);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {}
}
