package org.adclicks.localstack.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** How long a log may stand still while its process starts. */
  public static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private static final long POLL_MILLIS = 50;
  private static final long GRACE_SECONDS = 20;
  private static final int LONGEST_IN_QUIETS = 10;

  /** What the shell and Java add to a signal's number to make an exit code of it. */
  private static final int SIGNALLED = 128;

  /** The state folder, as our own commands look for it in their environment. */
  private static final String STATE_VARIABLE = "ADCLICKS_HOME";

  // In the order they were started: those left when this JVM ends are stopped the other way round.
  private static final Deque<ChildProcess> RUNNING = new ConcurrentLinkedDeque<>();

  private static final Deque<Runnable> FIRST = new ConcurrentLinkedDeque<>();
  private static final Deque<Runnable> LAST = new ConcurrentLinkedDeque<>();
  private static final List<Consumer<ChildProcess>> TOLD = new CopyOnWriteArrayList<>();

  private static volatile boolean ending;

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
    ProcessBuilder builder =
        new ProcessBuilder(command.words())
            // What a JVM drops in an accident does not land in the folder of who called.
            .directory(stateDir.toFile())
            .redirectErrorStream(true);
    builder.environment().put(STATE_VARIABLE, stateDir.toString());
    builder.environment().putAll(environment(stateDir.resolve("environment/" + command.name())));
    return builder;
  }

  /** A process's own variables, a line each as {@code NAME=value}: for one that is to be tried. */
  private static Map<String, String> environment(Path file) {
    Map<String, String> variables = new HashMap<>();
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          int equals = line.indexOf('=');
          if (equals > 0) {
            variables.put(line.substring(0, equals), line.substring(equals + 1));
          }
        }
      } catch (IOException e) {
        throw new StackFailure(file + " cannot be read: " + e.getMessage(), e);
      }
    }
    return variables;
  }

  private static ChildProcess register(ChildProcess child) {
    RUNNING.add(child);
    TOLD.forEach(told -> told.accept(child));
    CompletableFuture<Void> unused = child.ended().thenAccept(RUNNING::remove);
    // After it was added: whoever sets this closes all that were added before.
    if (ending) {
      child.close();
      throw new StackFailure(child.name + " was not started: everything is being stopped");
    }
    return child;
  }

  /**
   * Stops all that were started from here and still run, the newest first; none starts after it.
   */
  public static void closeAll() {
    ending = true;
    for (Runnable work = FIRST.poll(); work != null; work = FIRST.poll()) {
      work.run();
    }
    for (ChildProcess child = RUNNING.pollLast(); child != null; child = RUNNING.pollLast()) {
      child.close();
    }
    for (Runnable work = LAST.poll(); work != null; work = LAST.poll()) {
      work.run();
    }
  }

  /** Tells this of each process that is started from now on, before it is ready for anything. */
  public static void tellWhenStarted(Consumer<ChildProcess> told) {
    TOLD.add(told);
  }

  /**
   * Does this before this JVM stops what it has started, for it still needs it. A shutdown hook
   * would run beside.
   */
  public static void beforeAllAreClosed(Runnable work) {
    FIRST.add(work);
  }

  /** Does this when this JVM ends and has stopped what it has started, not if it is killed. */
  public static void afterAllAreClosed(Runnable work) {
    LAST.add(work);
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
   * Waits until the condition holds: as long as the process writes to its log, for a busy machine
   * may be slow without anything being wrong.
   *
   * @param quiet gives up when the log has stood still that long, or after {@value
   *     #LONGEST_IN_QUIETS} times as long anyway
   * @throws StackFailure with the end of the log, if the process dies or patience ends first
   */
  public void awaitReady(BooleanSupplier condition, Duration quiet) {
    long start = System.nanoTime();
    long lastMove = start;
    long size = log.toFile().length();
    while (!condition.getAsBoolean()) {
      if (waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new StackFailure(describeEnd());
      }
      long now = System.nanoTime();
      if (log.toFile().length() != size) {
        size = log.toFile().length();
        lastMove = now;
      }
      if (now - lastMove > quiet.toNanos()) {
        throw new StackFailure(
            "%s is not ready, and its log has stood still for %d s; %s"
                .formatted(name, quiet.toSeconds(), endOfLog()));
      }
      if (now - start > LONGEST_IN_QUIETS * quiet.toNanos()) {
        throw new StackFailure(
            "%s was not ready within %d s; %s"
                .formatted(name, LONGEST_IN_QUIETS * quiet.toSeconds(), endOfLog()));
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

  /** In a few words, what follows the name of a process that has ended on its own. */
  public String reasonOfEnd() {
    int exitCode = process.exitValue();
    return exitCode > SIGNALLED
        ? "was killed (signal " + (exitCode - SIGNALLED) + ")"
        : "ended with exit code "
            + exitCode
            + LogTail.of(log).tellingLine().map(": "::concat).orElse("");
  }

  private String endOfLog() {
    return LogTail.of(log).describe();
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
