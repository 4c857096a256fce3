package org.adclicks.benchmarks.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The heap that objects keep, by how much more is in use with them than without. */
final class RetainedHeap {

  private static final int COLLECTIONS = 3;
  private static final long PAUSE_MILLIS = 20;

  private RetainedHeap() {}

  /**
   * Makes the objects and measures them. Whatever else this JVM does meanwhile is measured too, so
   * it should do nothing.
   */
  static <T> Measured<T> measure(Supplier<T> maker) {
    long before = used();
    T made = maker.get();
    return new Measured<>(made, used() - before);
  }

  /** In use after garbage has been collected. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Objects and the bytes they keep. */
  record Measured<T>(T objects, long bytes) {}
}
