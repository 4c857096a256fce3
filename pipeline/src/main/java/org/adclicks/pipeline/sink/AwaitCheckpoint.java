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
 * <p>Shape: {@code PCollection<T>} -> the same. Errors: Flink refuses the graph without
 * exactly-once checkpoints; DirectRunner has none, begins anew, and does not wait. Source:
 * docs/decisions/0042.
 */
public final class AwaitCheckpoint<T> extends PTransform<PCollection<T>, PCollection<T>> {

  private static final long serialVersionUID = 1L;

  private final boolean ofTwo;

  private AwaitCheckpoint(boolean ofTwo) {
    this.ofTwo = ofTwo;
  }

  /** Waits for the next one. */
  public static <T> AwaitCheckpoint<T> create() {
    return new AwaitCheckpoint<>(false);
  }

  /** Waits for the next one and the one behind it: the newest may have to be passed over. */
  public static <T> AwaitCheckpoint<T> ofTwo() {
    return new AwaitCheckpoint<>(true);
  }

  @Override
  public PCollection<T> expand(PCollection<T> elements) {
    PCollection<T> once = checkpointed("Checkpointed", elements);
    return ofTwo ? checkpointed("CheckpointedAgain", once) : once;
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
