package org.adclicks.benchmarks.harm;

import java.time.Duration;

/**
 * A part is killed -9 whenever it is there, for so long. After it, its supervisor may take up to a
 * minute until it tries once more.
 */
public record Away(String part, Duration time) implements Harm {

  private static final Duration LOOK = Duration.ofMillis(500);

  @Override
  public void happen(Scene scene) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      scene.stack().find(part).ifPresent(ProcessHandle::destroyForcibly);
      scene.pass(LOOK);
    }
  }
}
