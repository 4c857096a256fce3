package org.adclicks.benchmarks.faults;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.Runner;

/**
 * The background stack as its users have it: started and stopped by the launcher, in a state folder
 * of its own. Closed, it leaves no process.
 *
 * <p>Errors: {@link BenchmarkFailure} when the launcher fails or a part is not there.
 */
final class BackgroundStack implements AutoCloseable {

  private static final long LOOK_MILLIS = 200;

  private final Path launcher;
  private final Path folder;
  private final List<String> start;
  private volatile boolean up;
  private volatile long supervisor;

  BackgroundStack(Path folder, Runner runner, boolean isQueued, int nodes) {
    this.launcher = Path.of(System.getProperty("adclicks.home", ".")).resolve("adclicks");
    this.folder = folder.resolve("stack");
    this.start = new ArrayList<>(List.of("up", "--runner", runner.toString()));
    if (isQueued) {
      start.add("--queue");
    }
    if (nodes > 1) {
      start.addAll(List.of("--nodes", String.valueOf(nodes)));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-background-stack"));
  }

  Path folder() {
    return folder;
  }

  /** Starts it; what it held before is there again. */
  void up() {
    up = true;
    require(run(start));
    supervisor = pid("supervisor");
  }

  void down() {
    require(run(List.of("down")));
    up = false;
  }

  Endpoints endpoints() {
    return Endpoints.read(folder)
        .orElseThrow(() -> new BenchmarkFailure("no stack is running in " + folder));
  }

  /** Begins a command that goes on beside the stack; its output is in {@code tools.log}. */
  Process start(List<String> arguments) {
    try {
      return command(arguments).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends one part as a crash does, and returns when it has ended. */
  void kill(String part) {
    ProcessHandle process =
        ProcessHandle.of(pid(part))
            .orElseThrow(() -> new BenchmarkFailure("the stack has no living " + part));
    process.destroyForcibly();
    while (process.isAlive()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
  }

  /** The same, and at once all that the part had kept is gone. */
  void lose(String part) {
    kill(part);
    try {
      Files.move(folder.resolve(part), folder.resolve(part + ".lost-" + System.nanoTime()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long pid(String part) {
    Properties processes = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve("processes.properties"))) {
      processes.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String pid = processes.getProperty(part);
    if (pid == null) {
      throw new BenchmarkFailure("the stack has no part " + part + ", only " + processes.keySet());
    }
    return Long.parseLong(pid);
  }

  /** By Ctrl-C: not through the launcher, whose processes end with this one. */
  private void stop() {
    if (up && supervisor != 0) {
      ProcessHandle.of(supervisor)
          .ifPresent(
              process -> {
                process.destroy();
                process.onExit().join();
              });
    }
  }

  private int run(List<String> arguments) {
    try {
      return command(arguments).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }

  private void require(int exitCode) {
    if (exitCode != 0) {
      throw new BenchmarkFailure(
          "the launcher exited with " + exitCode + "; its output is in " + log());
    }
  }

  private ProcessBuilder command(List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(launcher.toString());
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("ADCLICKS_HOME", folder.toString());
    builder.environment().put("ADCLICKS_SKIP_BUILD", "1");
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    return builder;
  }

  /** Where the output of all commands goes. */
  private Path log() {
    return folder.resolveSibling("tools.log");
  }

  @Override
  public void close() {
    if (up) {
      up = false;
      run(List.of("down"));
    }
  }
}
