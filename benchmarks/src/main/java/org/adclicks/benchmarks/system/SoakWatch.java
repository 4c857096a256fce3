package org.adclicks.benchmarks.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteState;

/**
 * Beside a long load: makes the pipeline collect all its garbage now and then, so that its log says
 * what is live, and counts the clicks it must still know.
 *
 * <p>Errors: {@link BenchmarkFailure} when asked for figures after a round failed.
 */
final class SoakWatch implements AutoCloseable {

  private static final long REACH_MILLIS = 30 * Periods.MINUTE_MILLIS;

  private final StackUnderTest stack;
  private final ChildProcess pipeline;
  private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> running;
  private volatile long maxNotFinalClicks;

  SoakWatch(StackUnderTest stack, Duration every) {
    this.stack = stack;
    this.pipeline = stack.pipeline();
    this.running =
        rounds.scheduleAtFixedRate(
            this::round, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Most clicks at once of minutes that were closed but not final. */
  long maxNotFinalClicks() {
    if (running.isDone()) {
      throw new BenchmarkFailure("the pipeline's heap could not be watched to the end");
    }
    return maxNotFinalClicks;
  }

  private void round() {
    long now = System.currentTimeMillis();
    long clicks = 0;
    for (Minute minute : stack.minutes(now - REACH_MILLIS, now).getMinutesList()) {
      if (minute.getState() == MinuteState.CLOSED) {
        clicks += minute.getClicks();
      }
    }
    maxNotFinalClicks = Math.max(maxNotFinalClicks, clicks);
    collect();
  }

  private void collect() {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      new ProcessBuilder(tool.toString(), String.valueOf(pipeline.pid()), "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new BenchmarkFailure("the pipeline cannot be told to collect: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
