package org.adclicks.pipeline.sink;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Hands elements on once the engine can no longer forget that they were: a checkpoint that has them
 * is complete, so whatever it goes on from after a failure has come at least as far. So it has if
 * that checkpoint is found damaged, where two are {@linkplain #ofTwo waited for}.
 *
 * <p>One more is waited for than that: behind a checkpoint that failed Beam hands on with the next
 * one what has come since that began, which no checkpoint has.
 *
 * <p>Shape: {@code PCollection<T>} -> the same. Errors: Flink refuses the graph without
 * exactly-once checkpoints; DirectRunner has none, begins anew, and does not wait. Source:
 * docs/decisions/0042.
 */
public final class AwaitCheckpoint<T> extends PTransform<PCollection<T>, PCollection<T>> {

  private static final long serialVersionUID = 1L;

  private final int checkpoints;

  private AwaitCheckpoint(int checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** Until one has them. */
  public static <T> AwaitCheckpoint<T> create() {
    return new AwaitCheckpoint<>(1);
  }

  /** Until two have them: the newest may have to be passed over. */
  public static <T> AwaitCheckpoint<T> ofTwo() {
    return new AwaitCheckpoint<>(2);
  }

  @Override
  public PCollection<T> expand(PCollection<T> elements) {
    PCollection<T> kept = checkpointed("Checkpointed", elements);
    for (int more = 1; more <= checkpoints; more++) {
      kept = checkpointed("CheckpointedAgain" + (more == 1 ? "" : more), kept);
    }
    return kept;
  }

  private static <T> PCollection<T> checkpointed(String name, PCollection<T> elements) {
    return elements.apply(name, ParDo.of(new CheckpointedFn<T>())).setCoder(elements.getCoder());
  }

  private static final class CheckpointedFn<T> extends DoFn<T, T> {

    @RequiresStableInput
    @ProcessElement
    public void pass(@Element T element, OutputReceiver<T> out) {
      out.output(element);
    }
  }
}
