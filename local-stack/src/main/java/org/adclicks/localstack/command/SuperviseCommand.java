package org.adclicks.localstack.command;

import java.nio.channels.FileLock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.adclicks.localstack.ChildProcess;
import org.adclicks.localstack.LocalStack;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.StackFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The process behind {@code up}: the parent of the stack's processes, until it is told to stop. */
@Command(name = "supervise", hidden = true)
public final class SuperviseCommand implements Callable<Integer> {

  @Mixin private StateDirOption stateDir;

  @Option(names = "--runner", required = true)
  private Runner runner;

  @Override
  public Integer call() {
    StackState state = new StackState(stateDir.resolved());
    Optional<FileLock> lock = state.tryLock();
    if (lock.isEmpty()) {
      throw new StackFailure("a stack is already running in " + state.folder());
    }
    LocalStack stack = LocalStack.start(state.folder(), runner, SuperviseCommand::say);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, state), "stop-stack"));
    state.remember(stack.processes());
    stack.endpoints().write(state.folder());
    tellEnds(stack);
    return 1;
  }

  /** Says of each process when it ends; the others go on, so that one can look at them. */
  private static void tellEnds(LocalStack stack) {
    List<ChildProcess> running = new ArrayList<>(stack.processes());
    while (!running.isEmpty()) {
      CompletableFuture.anyOf(
              running.stream().map(ChildProcess::ended).toArray(CompletableFuture[]::new))
          .join();
      for (ChildProcess process : stack.processes()) {
        if (!process.isAlive() && running.remove(process) && !process.wasStopped()) {
          say("WARNING: " + process.describeEnd());
        }
      }
    }
  }

  private static void stop(LocalStack stack, StackState state) {
    say("stopping");
    state.forget();
    stack.close();
    say("stopped");
  }

  private static void say(String line) {
    System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }
}
