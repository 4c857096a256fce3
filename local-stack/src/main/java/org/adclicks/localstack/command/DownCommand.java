package org.adclicks.localstack.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.adclicks.localstack.StackFailure;
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
    if (!state.isRunning()) {
      state.forget();
      System.out.println("no stack is running (state in " + state.folder() + ")");
      return 0;
    }
    Long pid = state.processes().get(StackState.SUPERVISOR);
    ProcessHandle supervisor =
        pid == null ? null : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
    if (supervisor == null) {
      throw new StackFailure("the stack is still starting; try again when up has returned");
    }
    System.out.println("stopping the stack ...");
    stop(supervisor);
    state.forget();
    System.out.println("stopped");
    return 0;
  }

  private static void stop(ProcessHandle supervisor) {
    List<ProcessHandle> family = new ArrayList<>(supervisor.descendants().toList());
    family.add(supervisor);
    supervisor.destroy();
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
