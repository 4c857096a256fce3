package org.adclicks.benchmarks.harm;

import java.time.Duration;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * A part ends by kill -9, and all it had kept is gone; the supervisor starts it with nothing. It is
 * over when it has what it should have: until then no other may be lost.
 */
public record Lost(String part) implements Harm {

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Override
  public void happen(Scene scene) {
    scene.stack().lose(part);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (scene.stack().find(part).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new BenchmarkFailure(
            part + " is not there again after " + PATIENCE.toMinutes() + " minutes");
      }
      scene.pass(LOOK);
    }
  }
}
