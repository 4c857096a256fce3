package org.adclicks.benchmarks.faults;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * Clicks in real time, without an end: {@code generate --kafka}, begun again with another seed
 * whenever it has given up because its queue was away for too long.
 */
final class Traffic implements AutoCloseable {

  private static final long STOP_SECONDS = 60;

  private final BackgroundStack stack;
  private final long rate;
  private long seed;
  private Process generator;

  private Traffic(BackgroundStack stack, long rate, long seed) {
    this.stack = stack;
    this.rate = rate;
    this.seed = seed;
    this.generator = begin();
  }

  static Traffic start(BackgroundStack stack, long rate, long seed) {
    return new Traffic(stack, rate, seed);
  }

  /** Goes on if it has stopped by itself. */
  void keepGoing() {
    if (!generator.isAlive()) {
      seed++;
      generator = begin();
    }
  }

  private Process begin() {
    return stack.start(
        List.of(
            "generate",
            "--kafka",
            "--quiet",
            "--rate=" + rate,
            "--seed=" + seed,
            "--ads=20000",
            "--users=100000",
            "--hot-ad=20%",
            "--duplicates=1%",
            "--late=1%",
            "--max-lateness=2m"));
  }

  /** Stops it and returns when all that it sent is in the queue. */
  @Override
  public void close() {
    generator.destroy();
    try {
      if (!generator.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        generator.destroyForcibly();
        throw new BenchmarkFailure("generate did not stop within " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }
}
