package org.adclicks.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Fails the job once, when it has been armed: as a worker that dies. */
final class FailOnceFn<T> extends DoFn<T, Void> {

  private static final long serialVersionUID = 1L;
  private static final Map<String, AtomicBoolean> ARMED = new ConcurrentHashMap<>();

  private final String name;

  FailOnceFn(String name) {
    this.name = name;
  }

  static void arm(String name) {
    ARMED.put(name, new AtomicBoolean(true));
  }

  static boolean hasFailed(String name) {
    AtomicBoolean armed = ARMED.get(name);
    return armed != null && !armed.get();
  }

  @ProcessElement
  public void failOnce() {
    @Nullable AtomicBoolean armed = ARMED.get(name);
    if (armed != null && armed.compareAndSet(true, false)) {
      throw new IllegalStateException("the failure this test asked for");
    }
  }
}
