package org.adclicks.benchmarks.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing again and again, with a pause in between, on a thread of its own, until it is
 * closed.
 *
 * <p>Errors: what the work throws ends the thread, and is told by {@link #requireWell}; what may
 * fail it has to catch.
 */
public final class OnAndOn implements AutoCloseable {

  private final Runnable work;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  private OnAndOn(String name, Duration pause, Runnable work) {
    this.work = work;
    this.pause = pause;
    this.thread = new Thread(this::run, name);
  }

  /** Begins at once. */
  public static OnAndOn start(String name, Duration pause, Runnable work) {
    OnAndOn started = new OnAndOn(name, pause, work);
    started.thread.start();
    return started;
  }

  private void run() {
    try {
      while (!stopped) {
        work.run();
        if (!stopped) {
          LockSupport.parkNanos(pause.toNanos());
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /**
   * What was gathered by one that broke off is not all there was to gather.
   *
   * @throws BenchmarkFailure if the work has thrown something
   */
  public void requireWell() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new BenchmarkFailure(thread.getName() + " broke off: " + thrown, thrown);
    }
  }

  /** Returns when it has stopped: what it has gathered can be read then. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
