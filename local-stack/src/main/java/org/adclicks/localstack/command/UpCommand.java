package org.adclicks.localstack.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.process.CollectorChoice;
import org.adclicks.localstack.process.StackFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the stack in the background and returns when it answers. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Start Kafka, Cassandra, the pipeline and the query service in the background.",
      "Returns when the query service is healthy. What the stack held before is there again.",
      "A part that ends is started again, on the same port and with its data."
    })
public final class UpCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 100;
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  @Mixin private StateDirOption stateDir;

  @Option(names = "--runner", description = RunnerOption.DESCRIPTION, defaultValue = "flink")
  private Runner runner;

  @Mixin private StartOptions startOptions;

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
    requireNothingLeft(state);
    startOptions.requirePossible();
    startOptions.requireFreePort();
    state.forget();
    Leftovers.remove();
    Process supervisor = startSupervisor(state);
    follow(supervisor, state);
    return 0;
  }

  private static void requireNothingLeft(StackState state) {
    List<Long> left =
        state.report().map(StackReport::living).orElse(List.of()).stream()
            .map(ProcessHandle::pid)
            .toList();
    if (!left.isEmpty()) {
      throw new StackFailure(
          "the supervisor of the stack in "
              + state.folder()
              + " has died and left processes "
              + left
              + "; ./adclicks down stops them");
    }
  }

  private Process startSupervisor(StackState state) {
    try {
      Files.createDirectories(state.log().getParent());
      Files.deleteIfExists(state.log());
      return new ProcessBuilder(supervisorCommand(state.folder()))
          .directory(state.folder().toFile())
          .redirectErrorStream(true)
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectOutput(ProcessBuilder.Redirect.appendTo(state.log().toFile()))
          .start();
    } catch (IOException e) {
      throw new StackFailure(
          "cannot start the stack in "
              + state.folder()
              + " ("
              + e
              + "); ADCLICKS_HOME names another folder",
          e);
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
    words.addAll(
        CollectorChoice.of(System.getenv())
            .withoutOurs(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")));
    for (String property : List.of("adclicks.home", "logback.configurationFile")) {
      String value = System.getProperty(property);
      if (value != null) {
        words.add("-D" + property + "=" + value);
      }
    }
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add("org.adclicks.localstack.command.Main");
    words.addAll(List.of("supervise", "--state-dir", folder.toString(), "--runner", runner.name()));
    words.addAll(startOptions.words());
    return words;
  }

  /** Shows what the supervisor says until the stack is ready. */
  private static void follow(Process supervisor, StackState state) {
    Thread stop = new Thread(() -> stopAndWait(supervisor), "stop-supervisor");
    Runtime.getRuntime().addShutdownHook(stop);
    StartingLines lines = new StartingLines(state.log());
    while (true) {
      Optional<Endpoints> ready = Endpoints.read(state.folder());
      boolean ended = waitFor(supervisor);
      lines.showNew();
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
}
