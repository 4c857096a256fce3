package org.adclicks.localstack.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.StackFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the stack in the background and returns when it answers. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Start Kafka, Cassandra, the pipeline and the query service in the background.",
      "Returns when the query service is healthy. What the stack held before is there again."
    })
public final class UpCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 100;
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  @Mixin private StateDirOption stateDir;

  @Option(names = "--runner", description = RunnerOption.DESCRIPTION, defaultValue = "flink")
  private Runner runner;

  @Override
  public Integer call() {
    StackState state = new StackState(stateDir.resolved());
    if (state.isRunning()) {
      String where = Endpoints.read(state.folder()).map(e -> " at " + e.url()).orElse("");
      throw new StackFailure(
          "a stack is already running"
              + where
              + " (state in "
              + state.folder()
              + "); stop it with ./adclicks down");
    }
    state.forget();
    Process supervisor = startSupervisor(state);
    follow(supervisor, state);
    return 0;
  }

  private Process startSupervisor(StackState state) {
    try {
      Files.createDirectories(state.log().getParent());
      Files.deleteIfExists(state.log());
      return new ProcessBuilder(supervisorCommand(state.folder()))
          .redirectErrorStream(true)
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectOutput(state.log().toFile())
          .start();
    } catch (IOException e) {
      throw new StackFailure("cannot start the stack: " + e.getMessage(), e);
    }
  }

  /**
   * This very program, deaf to the hang-up of the terminal it was started from, and where the
   * machine can do so in a session of its own, which Ctrl-C in a calling script does not reach.
   */
  private List<String> supervisorCommand(Path folder) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      words.add(SETSID.toString());
    }
    words.add("nohup");
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    for (String property : List.of("adclicks.home", "logback.configurationFile")) {
      String value = System.getProperty(property);
      if (value != null) {
        words.add("-D" + property + "=" + value);
      }
    }
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add("org.adclicks.localstack.Main");
    words.addAll(List.of("supervise", "--state-dir", folder.toString(), "--runner", runner.name()));
    return words;
  }

  /** Shows what the supervisor says until the stack is ready. */
  private static void follow(Process supervisor, StackState state) {
    Thread stop = new Thread(() -> stopAndWait(supervisor), "stop-supervisor");
    Runtime.getRuntime().addShutdownHook(stop);
    int shown = 0;
    while (true) {
      Optional<Endpoints> ready = Endpoints.read(state.folder());
      boolean ended = waitFor(supervisor);
      shown = showNewLines(state.log(), shown);
      if (ended) {
        throw new StackFailure("the stack did not start; logs are in " + state.log().getParent());
      }
      if (ready.isPresent()) {
        Runtime.getRuntime().removeShutdownHook(stop);
        return;
      }
    }
  }

  private static boolean waitFor(Process process) {
    try {
      return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }

  private static void stopAndWait(Process supervisor) {
    supervisor.destroy();
    supervisor.onExit().join();
  }

  private static int showNewLines(Path log, int shown) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      lines.subList(Math.min(shown, lines.size()), lines.size()).forEach(System.out::println);
      return lines.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
