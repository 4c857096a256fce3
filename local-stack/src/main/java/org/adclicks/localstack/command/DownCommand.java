package org.adclicks.localstack.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.adclicks.localstack.process.StackFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the background stack and waits until none of its processes is left. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = {
      "Stop the stack that up started; leaves no process.",
      "Its data stays in the state folder."
    })
public final class DownCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private StateDirOption stateDir;

  @Override
  public Integer call() {
    StackState state = new StackState(stateDir.resolved());
    Optional<StackReport> report = state.report();
    if (state.isRunning()) {
      List<ProcessHandle> family = family(state);
      System.out.println("stopping the stack ...");
      stop(family);
      System.out.println("stopped");
    } else {
      List<ProcessHandle> left = report.map(StackReport::living).orElse(List.of());
      if (!left.isEmpty()) {
        System.out.println("the stack's supervisor has died; stopping what is left of it ...");
        stop(left);
      }
      System.out.println("no stack is running (state in " + state.folder() + ")");
    }
    state.forget();
    Leftovers.remove();
    return 0;
  }

  /** The supervisor first, and all it has started. */
  private static List<ProcessHandle> family(StackState state) {
    ProcessHandle supervisor =
        state
            .supervisor()
            .orElseThrow(
                () ->
                    new StackFailure(
                        "a stack begins to start in "
                            + state.folder()
                            + "; try again in a second"));
    List<ProcessHandle> family = new ArrayList<>(List.of(supervisor));
    family.addAll(supervisor.descendants().toList());
    return family;
  }

  /** Asks the first, which sees to the others; then each that is left. */
  private static void stop(List<ProcessHandle> family) {
    family.get(0).destroy();
    if (!ends(family)) {
      family.forEach(ProcessHandle::destroyForcibly);
      if (!ends(family)) {
        throw new StackFailure("these processes do not end: " + family);
      }
    }
  }

  private static boolean ends(List<ProcessHandle> family) {
    try {
      CompletableFuture.allOf(
              family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return false;
      }
      throw e;
    }
  }
}
