package org.adclicks.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Runs small pipelines on the DirectRunner and hands back what came out, in the order it came. */
public final class Pipelines {

  private static final Map<String, ConcurrentLinkedQueue<Object>> COLLECTED =
      new ConcurrentHashMap<>();

  private Pipelines() {}

  public static TestPipeline create() {
    return TestPipeline.create().enableAbandonedNodeEnforcement(true);
  }

  /** Collects the elements of a collection; ask for them when the pipeline has run. */
  public static <T> Collected<T> collect(PCollection<T> collection) {
    Collected<T> collected = collector();
    collect(collection, collected);
    return collected;
  }

  /** Collects nothing yet. */
  public static <T> Collected<T> collector() {
    String id = UUID.randomUUID().toString();
    COLLECTED.put(id, new ConcurrentLinkedQueue<>());
    return new Collected<>(id);
  }

  /** Adds a collection's elements; the watermark of what is returned says that they are there. */
  public static <T> PCollection<Void> collect(PCollection<T> collection, Collected<T> collected) {
    return collection.apply("Collect" + UUID.randomUUID(), ParDo.of(new CollectFn<>(collected.id)));
  }

  public static final class Collected<T> {

    private final String id;

    Collected(String id) {
      this.id = id;
    }

    @SuppressWarnings("unchecked") // Only a CollectFn<T> writes under this id.
    public List<T> elements() {
      List<T> elements = new ArrayList<>();
      for (Object element : COLLECTED.getOrDefault(id, new ConcurrentLinkedQueue<>())) {
        elements.add((T) element);
      }
      return elements;
    }
  }

  private static final class CollectFn<T> extends DoFn<T, Void> {

    private static final long serialVersionUID = 1L;

    private final String id;

    CollectFn(String id) {
      this.id = id;
    }

    @ProcessElement
    public void collect(@Element T element) {
      COLLECTED.computeIfAbsent(id, k -> new ConcurrentLinkedQueue<>()).add(element);
    }
  }
}
