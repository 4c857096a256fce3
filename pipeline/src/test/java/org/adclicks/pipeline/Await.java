package org.adclicks.pipeline;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition. */
public final class Await {

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private Await() {}

  public static void until(Supplier<String> what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(what.get() + " did not come true within " + patience);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
