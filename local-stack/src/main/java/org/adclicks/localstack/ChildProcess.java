package org.adclicks.localstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A JVM that was started from here, logs to a file, and ends with us at the latest.
 *
 * <p>It is told to stop by the end of its standard input, so its shutdown hooks run; one that does
 * not follow is killed.
 */
public final class ChildProcess implements AutoCloseable {

  private static final long POLL_MILLIS = 50;
  private static final long GRACE_SECONDS = 20;
  private static final int LINES_SHOWN = 15;

  /** The state folder, as our own commands look for it in their environment. */
  private static final String STATE_VARIABLE = "ADCLICKS_HOME";

  // In the order they were started: those left when this JVM ends are stopped the other way round.
  private static final Deque<ChildProcess> RUNNING = new ConcurrentLinkedDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::closeAll, "stop-children"));
  }

  private final String name;
  private final Process process;
  private final Path log;
  private volatile boolean stopped;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the command with its log appended to {@code stateDir/logs/NAME.log}.
   *
   * @throws StackFailure if the process cannot be started at all
   */
  public static ChildProcess start(ChildCommand command, Path stateDir) {
    Path log = stateDir.resolve("logs").resolve(command.name() + ".log");
    try {
      Files.createDirectories(log.getParent());
      Process process =
          builder(command, stateDir)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return register(new ChildProcess(command.name(), process, log));
    } catch (IOException e) {
      throw new StackFailure("cannot start " + command.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs the command to its end and returns its exit code; each line it writes goes to {@code
   * output}.
   *
   * @param needed stops the command when it completes: what the command needs has ended
   */
  public static int run(
      ChildCommand command,
      Path stateDir,
      Consumer<String> output,
      CompletableFuture<ChildProcess> needed) {
    try {
      Process process = builder(command, stateDir).start();
      ChildProcess child =
          register(new ChildProcess(command.name(), process, stateDir.resolve("logs")));
      CompletableFuture<Void> unused = needed.thenRun(child::close);
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          output.accept(line);
        }
      }
      int exitCode = child.awaitEnd();
      RUNNING.remove(child);
      return exitCode;
    } catch (IOException e) {
      throw new StackFailure("cannot run " + command.name() + ": " + e.getMessage(), e);
    }
  }

  private static ProcessBuilder builder(ChildCommand command, Path stateDir) {
    ProcessBuilder builder = new ProcessBuilder(command.words()).redirectErrorStream(true);
    builder.environment().put(STATE_VARIABLE, stateDir.toString());
    return builder;
  }

  private static ChildProcess register(ChildProcess child) {
    RUNNING.add(child);
    return child;
  }

  /** Stops all that were started from here and still run, the newest first. */
  public static void closeAll() {
    for (ChildProcess child = RUNNING.pollLast(); child != null; child = RUNNING.pollLast()) {
      child.close();
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public Path log() {
    return log;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it was told to stop, so that its end is no news. */
  public boolean wasStopped() {
    return stopped;
  }

  /** Completes with this when the process has ended, for whatever reason. */
  public CompletableFuture<ChildProcess> ended() {
    return process.onExit().thenApply(ignored -> this);
  }

  /** What a process that ended left: 0 is done. */
  public int exitCode() {
    return process.exitValue();
  }

  /**
   * Waits until the condition holds.
   *
   * @throws StackFailure with the end of the log, if the process dies or time is up first
   */
  public void awaitReady(BooleanSupplier condition, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new StackFailure(describeEnd());
      }
      if (System.nanoTime() > deadline) {
        throw new StackFailure(
            name + " was not ready within " + timeout.toSeconds() + " s; " + endOfLog());
      }
    }
  }

  /** Waits for the end and returns the exit code. */
  public int awaitEnd() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while waiting for " + name, e);
    }
  }

  /** One sentence and the last lines of the log, for a process that ended on its own. */
  public String describeEnd() {
    return name + " ended with exit code " + process.exitValue() + "; " + endOfLog();
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      int from = Math.max(0, lines.size() - LINES_SHOWN);
      return "the end of " + log + ":\n  " + String.join("\n  ", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "its log " + log + " cannot be read: " + e.getMessage();
    }
  }

  /** Stops the process: asks, then insists. */
  @Override
  public void close() {
    stopped = true;
    RUNNING.remove(this);
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
    if (!waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
      process.destroy();
      if (!waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private boolean waitFor(long time, TimeUnit unit) {
    try {
      return process.waitFor(time, unit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while waiting for " + name, e);
    }
  }
}
