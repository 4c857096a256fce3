package org.adclicks.benchmarks.harm;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.harness.AtExit;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.Runner;

/**
 * The background stack as its users have it: started and stopped by the launcher, in a state folder
 * of its own. Closed, it leaves no process.
 *
 * <p>Errors: {@link BenchmarkFailure} when the launcher fails or a part is not there.
 */
public final class BackgroundStack implements AutoCloseable {

  private static final long LOOK_MILLIS = 200;

  /** As its report calls the process that watches over the parts. */
  static final String SUPERVISOR = "supervisor";

  private static final String CHECKPOINTS = "checkpoints";

  private final Path launcher;
  private final Runner runner;
  private final boolean isQueued;
  private static final String ENVIRONMENT = "environment";

  private final Optional<Relays> relays;
  private final Path folder;
  private final List<String> start;
  private final Set<Process> commands = ConcurrentHashMap.newKeySet();
  private volatile boolean up;
  private volatile long supervisor;

  /**
   * One that was not started yet.
   *
   * @param nodes of the store and of the queue, each
   * @param relays what stands between its jobs and its servers, if anything
   */
  public BackgroundStack(
      Path folder, Runner runner, boolean isQueued, int nodes, Optional<Relays> relays) {
    this.launcher = Path.of(System.getProperty("adclicks.home", ".")).resolve("adclicks");
    this.folder = folder.resolve("stack");
    this.start = new ArrayList<>(List.of("up", "--runner", runner.toString()));
    if (isQueued) {
      start.add("--queue");
    }
    if (nodes > 1) {
      start.addAll(List.of("--nodes", String.valueOf(nodes)));
    }
    this.runner = runner;
    this.isQueued = isQueued;
    this.relays = relays;
    AtExit.first(this::stop);
  }

  public Path folder() {
    return folder;
  }

  /** Whether aggregates go through their queue. */
  public boolean isQueued() {
    return isQueued;
  }

  /** Starts it; what it held before is there again. */
  public void up() {
    if (!triesUp()) {
      throw new BenchmarkFailure("the launcher could not start it; its output is in " + log());
    }
  }

  /** The same, but {@code up} may refuse. */
  boolean triesUp() {
    up = true;
    deleteEnvironment();
    List<String> words = new ArrayList<>(start);
    relays.ifPresent(between -> words.addAll(between.options()));
    if (run(words) != 0) {
      return false;
    }
    supervisor = process(SUPERVISOR).pid();
    return true;
  }

  /** What a run that was broken off had given to parts would be given to them again. */
  private void deleteEnvironment() {
    Path environment = folder.resolve(ENVIRONMENT);
    try {
      if (Files.exists(environment)) {
        MoreFiles.deleteRecursively(environment, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void down() {
    require(run(List.of("down")));
    up = false;
  }

  public Endpoints endpoints() {
    return Endpoints.read(folder)
        .orElseThrow(() -> new BenchmarkFailure("no stack is running in " + folder));
  }

  /** Runs a command to its end; its output is in {@code tools.log}. */
  public void runToEnd(List<String> arguments) {
    require(run(arguments));
  }

  /** Begins a command that goes on beside the stack; its output is in {@code tools.log}. */
  public Process start(List<String> arguments) {
    return begin(command(arguments));
  }

  /** The same, but what it says is in a file of its own, in the place of what was there. */
  public Process start(List<String> arguments, Path output) {
    return begin(command(arguments).redirectOutput(output.toFile()));
  }

  private Process begin(ProcessBuilder command) {
    try {
      Process process = command.start();
      commands.add(process);
      CompletableFuture<Boolean> unused = process.onExit().thenApply(commands::remove);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of what is in a part's environment besides, from its next start on. */
  Path environment(String part) {
    return folder.resolve(ENVIRONMENT).resolve(part);
  }

  /** What a part says. */
  Path log(String part) {
    return folder.resolve("logs").resolve(part + ".log");
  }

  /** Where the jobs find Kafka. */
  int kafkaOfJobs() {
    return relays.map(Relays::kafka).orElseGet(() -> endpoints().kafkaPort());
  }

  /** For the next start, if anything is between the jobs and Kafka: that would not move with it. */
  void moveRelayOfKafka() {
    relays.ifPresent(Relays::moveKafka);
  }

  /** Whether one process does it all, and goes on by itself from a checkpoint that is whole. */
  boolean isEmbedded() {
    return runner != Runner.FLINK_CLUSTER;
  }

  Relays relays() {
    return relays.orElseThrow(() -> new BenchmarkFailure("nothing is between jobs and servers"));
  }

  /** The part that goes on from a checkpoint when it is started. */
  String master() {
    return runner == Runner.FLINK_CLUSTER ? "jobmanager" : "pipeline";
  }

  /** A part that counts. */
  public String worker() {
    return runner == Runner.FLINK_CLUSTER ? "taskmanager-1" : "pipeline";
  }

  /** Where the streaming job's are. */
  Path checkpoints() {
    return place(CHECKPOINTS);
  }

  /** A part's folder, by the name it has without a cluster. */
  public Path place(String name) {
    boolean isInCluster = runner == Runner.FLINK_CLUSTER && name.equals(CHECKPOINTS);
    return folder.resolve(isInCluster ? "flink/" + name : name);
  }

  /** Ends one part as a crash does, and returns when it has ended. */
  public void kill(String part) {
    ProcessHandle process = process(part);
    process.destroyForcibly();
    while (process.isAlive()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
  }

  /** Ends one part so, and at once all that it had kept is gone. */
  void lose(String part) {
    kill(part);
    try {
      Files.move(folder.resolve(part), folder.resolve(part + ".lost-" + System.nanoTime()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of a server of a kind: of several, one that is not the first. */
  public String server(String kind) {
    return endpoints().nodes() == 1 ? kind : kind + "-2";
  }

  /** A part that lives. */
  ProcessHandle process(String part) {
    return find(part)
        .orElseThrow(
            () -> new BenchmarkFailure("the stack has no living " + part + ", only " + report()));
  }

  /** The same, if it lives. */
  Optional<ProcessHandle> find(String part) {
    return Optional.ofNullable(report().getProperty(part))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
        .filter(ProcessHandle::isAlive);
  }

  /** The supervisor, and all parts that live. */
  List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>(List.of(process(SUPERVISOR)));
    for (String part : report().getProperty("parts", "").split(",", -1)) {
      find(part).ifPresent(all::add);
    }
    return all;
  }

  private Properties report() {
    Properties processes = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve("processes.properties"))) {
      processes.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return processes;
  }

  /** When this process ends early: commands first, one of which may be starting the stack. */
  void stop() {
    commands.stream().map(Process::toHandle).forEach(BackgroundStack::end);
    // Not through the launcher: commands begun now would end with this process.
    if (up && supervisor != 0) {
      ProcessHandle.of(supervisor).ifPresent(BackgroundStack::end);
    }
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    process.onExit().join();
  }

  private int run(List<String> arguments) {
    try {
      return begin(command(arguments)).waitFor();
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
      down();
    }
  }
}
