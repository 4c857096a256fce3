package org.adclicks.transforms.dedup;

import java.util.Map;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.ArrivalsTag;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteCountsTag;
import org.adclicks.transforms.pack.ClickPack;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/** What {@link DeduplicateClicks} leaves. */
public final class DeduplicatedClicks implements POutput {

  static final TupleTag<ClickPack> CLICKS = new TupleTag<>("clicks") {};

  private final PCollection<ClickPack> clicks;
  private final PCollection<KV<Long, MinuteCounts>> counts;
  private final PCollection<ArrivalNews> arrivals;

  DeduplicatedClicks(
      PCollection<ClickPack> clicks,
      PCollection<KV<Long, MinuteCounts>> counts,
      PCollection<ArrivalNews> arrivals) {
    this.clicks = clicks;
    this.counts = counts;
    this.arrivals = arrivals;
  }

  /** Each click once. */
  public PCollection<ClickPack> clicks() {
    return clicks;
  }

  /** Clicks counted, doubled, late and too late, to be added to their minute. */
  public PCollection<KV<Long, MinuteCounts>> counts() {
    return counts;
  }

  /** Which lots there are, where clicks are followed, and which of theirs go no further. */
  public PCollection<ArrivalNews> arrivals() {
    return arrivals;
  }

  @Override
  public Pipeline getPipeline() {
    return clicks.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(CLICKS, clicks, MinuteCountsTag.COUNTS, counts, ArrivalsTag.ARRIVALS, arrivals);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {}
}
