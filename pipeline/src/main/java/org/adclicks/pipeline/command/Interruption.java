package org.adclicks.pipeline.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Ctrl-C (or a SIGTERM) as a wish to end: the JVM waits for what was begun to be finished, and one
 * line tells what was done and how much.
 *
 * <p>Thread-safe.
 */
public final class Interruption implements AutoCloseable {

  private final String command;
  private final PrintStream err;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicBoolean told = new AtomicBoolean();
  private final Thread hook = new Thread(this::request, "end-of-command");
  private volatile boolean requested;
  private volatile Phase phase = new Phase(Duration.ZERO, () -> "nothing was done yet");

  private record Phase(Duration grace, Supplier<String> story) {}

  Interruption(String command, PrintStream err) {
    this.command = command;
    this.err = err;
  }

  /** Begins to listen; to be closed when the command has nothing more to say. */
  public static Interruption watch(String command) {
    Interruption interruption = new Interruption(command, System.err);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /**
   * What goes on from now.
   *
   * @param grace how long it may take to end it after Ctrl-C
   * @param story what has become of it so far, to be asked from any thread
   */
  public void during(Duration grace, Supplier<String> story) {
    phase = new Phase(grace, story);
  }

  public boolean isRequested() {
    return requested;
  }

  /** Leaves the work if that is wished. */
  public void check() throws CommandFailure {
    if (requested) {
      throw CommandFailure.work("stopped");
    }
  }

  /** Tells the story, once. */
  public void tell() {
    if (told.compareAndSet(false, true)) {
      err.println(command + ": stopped: " + phase.story().get());
      err.flush();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM ends at this very moment: the hook runs, and finds the work finished.
        return;
      }
    }
  }

  /** What the hook does. */
  void request() {
    requested = true;
    try {
      if (!finished.await(phase.grace().toMillis(), TimeUnit.MILLISECONDS)) {
        tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
