package org.adclicks.pipeline.sink;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the signal that says how far {@code CassandraIO.write} has come.
 *
 * <p>The write itself returns nothing to wait for. But the step inside it has an output: always
 * empty, and with a watermark that passes a time only when the rows of all earlier elements are in
 * the store, because the step waits for its writes before a bundle ends. This looks that output up
 * in the graph.
 *
 * <p>Errors: {@link IllegalStateException} if the write has another shape than one step with one
 * output, which a newer Beam might bring; and if asked for while a composite transform around the
 * write is still being applied.
 */
final class Landed {

  private Landed() {}

  /** The signal of a write that was applied to this pipeline. */
  @SuppressWarnings("unchecked")
  static PCollection<Void> of(Pipeline pipeline, PTransform<?, ?> write) {
    List<PCollection<?>> outputs = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (isWithin(node, write)) {
              for (PValue output : node.getOutputs().values()) {
                if (output instanceof PCollection<?> collection) {
                  outputs.add(collection);
                }
              }
            }
          }
        });
    if (outputs.size() != 1) {
      throw new IllegalStateException(
          "expected one output inside "
              + write
              + " to tell when rows have landed, found "
              + outputs
              + ": does this version of Beam write to Cassandra in another way?");
    }
    return (PCollection<Void>) outputs.get(0);
  }

  private static boolean isWithin(TransformHierarchy.Node node, PTransform<?, ?> composite) {
    for (TransformHierarchy.@Nullable Node enclosing = node.getEnclosingNode();
        enclosing != null;
        enclosing = enclosing.getEnclosingNode()) {
      if (enclosing.getTransform() == composite) {
        return true;
      }
    }
    return false;
  }
}
