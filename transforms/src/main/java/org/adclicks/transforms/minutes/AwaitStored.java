package org.adclicks.transforms.minutes;

import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Passes elements on as they come, but lets the watermark on only when it has passed behind every
 * sink named: collections without elements whose watermark says how far a sink's rows have landed.
 *
 * <p>Shape: {@code PCollection<T>} -> {@code PCollection<T>}, of the same coder.
 */
public final class AwaitStored<T> extends PTransform<PCollection<T>, PCollection<T>> {

  private static final long serialVersionUID = 1L;

  private final transient List<PCollection<Void>> landed;

  private AwaitStored(List<PCollection<Void>> landed) {
    this.landed = landed;
  }

  /** Waits for these. */
  public static <T> AwaitStored<T> of(List<PCollection<Void>> landed) {
    return new AwaitStored<>(List.copyOf(landed));
  }

  @Override
  public PCollection<T> expand(PCollection<T> elements) {
    PCollectionList<T> inputs = PCollectionList.of(elements);
    for (int i = 0; i < landed.size(); i++) {
      inputs =
          inputs.and(
              landed
                  .get(i)
                  .apply("OnlyWatermark" + i, ParDo.of(new OnlyWatermarkFn<T>()))
                  .setCoder(elements.getCoder()));
    }
    return inputs.apply("Await", Flatten.pCollections()).setCoder(elements.getCoder());
  }

  private static final class OnlyWatermarkFn<T> extends DoFn<Void, T> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void drop() {
      // A landed collection has no elements; it is here for its watermark.
    }
  }
}
