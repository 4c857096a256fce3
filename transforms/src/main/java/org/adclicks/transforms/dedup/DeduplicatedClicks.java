package org.adclicks.transforms.dedup;

import java.util.Map;
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

  DeduplicatedClicks(PCollection<ClickPack> clicks, PCollection<KV<Long, MinuteCounts>> counts) {
    this.clicks = clicks;
    this.counts = counts;
  }

  /** Each click once. */
  public PCollection<ClickPack> clicks() {
    return clicks;
  }

  /** Clicks counted, doubled, late and too late, to be added to their minute. */
  public PCollection<KV<Long, MinuteCounts>> counts() {
    return counts;
  }

  @Override
  public Pipeline getPipeline() {
    return clicks.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(CLICKS, clicks, MinuteCountsTag.COUNTS, counts);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {}
}
