package org.adclicks.transforms.minutes;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/** What {@link TrackMinutes} knows. */
public final class TrackedMinutes implements POutput {

  private static final TupleTag<MinuteStatus> MINUTES = new TupleTag<>("minutes") {};
  private static final TupleTag<Progress> PROGRESS = new TupleTag<>("progress") {};

  private final PCollection<MinuteStatus> minutes;
  private final PCollection<Progress> progress;

  TrackedMinutes(PCollection<MinuteStatus> minutes, PCollection<Progress> progress) {
    this.minutes = minutes;
    this.progress = progress;
  }

  /** The state and counts of each minute, whenever they change once it has closed. */
  public PCollection<MinuteStatus> minutes() {
    return minutes;
  }

  /** How far everything has landed, as it moves on. */
  public PCollection<Progress> progress() {
    return progress;
  }

  @Override
  public Pipeline getPipeline() {
    return minutes.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(MINUTES, minutes, PROGRESS, progress);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {}
}
