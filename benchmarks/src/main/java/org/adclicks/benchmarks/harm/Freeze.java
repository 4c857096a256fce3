package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * A process that stands still until this is closed. It is woken in any case: by Ctrl-C, and when
 * this JVM is killed by a process of its own that waits beside, a while after the time is over.
 */
final class Freeze implements AutoCloseable {

  private static final Duration SPARE = Duration.ofSeconds(30);

  private final long pid;
  private final Process waker;
  private final Thread atExit;

  private Freeze(long pid, Process waker) {
    this.pid = pid;
    this.waker = waker;
    this.atExit = new Thread(() -> signal("CONT", pid), "wake-" + pid);
  }

  /**
   * Stops it.
   *
   * @throws BenchmarkFailure if it cannot be stopped
   */
  static Freeze of(ProcessHandle process, Duration time) {
    // In a session of its own: neither Ctrl-C nor the end of this JVM reaches it.
    Freeze freeze =
        new Freeze(
            process.pid(),
            start(
                "exec setsid sh -c 'sleep %d; kill -CONT %d' </dev/null >/dev/null 2>&1"
                    .formatted(time.plus(SPARE).toSeconds(), process.pid())));
    Runtime.getRuntime().addShutdownHook(freeze.atExit);
    if (signal("STOP", freeze.pid) != 0) {
      freeze.close();
      throw new BenchmarkFailure("process " + freeze.pid + " cannot be stopped");
    }
    return freeze;
  }

  @Override
  public void close() {
    signal("CONT", pid);
    // Else it would wake the next that stands still.
    waker.descendants().forEach(ProcessHandle::destroyForcibly);
    waker.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This JVM is ending, and the hook runs.
    }
  }

  private static int signal(String name, long pid) {
    return run("kill -" + name + " " + pid + " 2>/dev/null");
  }

  private static Process start(String command) {
    try {
      return new ProcessBuilder("sh", "-c", command).inheritIO().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(String command) {
    try {
      return start(command).waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return "process " + pid;
  }
}
