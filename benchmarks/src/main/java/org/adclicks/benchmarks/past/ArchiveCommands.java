package org.adclicks.benchmarks.past;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * {@code recompute} and {@code reconcile} of some hours, as their users run them.
 *
 * <p>Errors: {@link BenchmarkFailure}.
 */
public final class ArchiveCommands {

  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final BackgroundStack stack;
  private final PastHours hours;
  private final Path output;

  /**
   * How one ended.
   *
   * @param lines all it said
   */
  public record Ended(int exitCode, double seconds, List<String> lines) {

    public Ended {
      lines = List.copyOf(lines);
    }

    /** Whether a line has this in it. */
    public boolean says(String text) {
      return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** Itself, if it exited with 0. */
    public Ended requireDone() {
      if (exitCode != 0) {
        throw new BenchmarkFailure("exit " + exitCode + ": " + String.join(" / ", lines));
      }
      return this;
    }
  }

  /**
   * Of a stack that runs.
   *
   * @param output what the last has said
   */
  public ArchiveCommands(BackgroundStack stack, PastHours hours, Path output) {
    this.stack = stack;
    this.hours = hours;
    this.output = output;
  }

  /** Runs it to its end. */
  public Ended run(String command, String... more) {
    long begun = System.nanoTime();
    Process process = start(command, more);
    try {
      int exitCode = process.waitFor();
      return new Ended(
          exitCode, (double) (System.nanoTime() - begun) / NANOS_PER_SECOND, linesSaid());
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }

  /**
   * Recomputes all of the hours.
   *
   * @throws BenchmarkFailure if it does not say that they are restated, every one
   */
  public Ended recompute() {
    Ended ended = run("recompute").requireDone();
    String all = "hours restated: " + hours.count() + ";";
    if (!ended.says(all)) {
      throw new BenchmarkFailure(
          "no line says '" + all + "': " + String.join(" / ", ended.lines()));
    }
    return ended;
  }

  /**
   * Reconciles until all is final and written, which it says of itself.
   *
   * @throws BenchmarkFailure once it finds a difference, or after twenty minutes
   */
  public Ended awaitNoDrift() {
    long untilNanos = System.nanoTime() + PATIENCE.toNanos();
    Ended last = run("reconcile");
    while (last.exitCode() != 0) {
      if (System.nanoTime() > untilNanos || last.says("drift: ")) {
        last.requireDone();
      }
      LockSupport.parkNanos(LOOK.toNanos());
      last = run("reconcile");
    }
    return last;
  }

  /**
   * Begins it and ends it by kill -9 after so long.
   *
   * @return whether it was killed before it had ended
   * @throws BenchmarkFailure if it had, and not well
   */
  public boolean kill(double afterSeconds, String command, String... more) {
    Process process = start(command, more);
    try {
      if (process.waitFor((long) (afterSeconds * NANOS_PER_SECOND), TimeUnit.NANOSECONDS)) {
        new Ended(process.exitValue(), afterSeconds, linesSaid()).requireDone();
        return false;
      }
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(each -> each.onExit().join());
      return true;
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }

  private Process start(String command, String... more) {
    List<String> words =
        new ArrayList<>(List.of(command, "--from=" + hours.from(), "--to=" + hours.to()));
    words.addAll(List.of(more));
    return stack.start(words, output);
  }

  private List<String> linesSaid() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
