package org.adclicks.localstack.command;

import java.lang.ref.Reference;
import java.nio.channels.FileLock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.LocalStack;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.Supervision;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.StackFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The process behind {@code up}: the parent of the stack's processes, until it is told to stop. */
@Command(name = "supervise", hidden = true)
public final class SuperviseCommand implements Callable<Integer> {

  private static final int SECONDS_BETWEEN_LOOKS = 5;

  @Mixin private StateDirOption stateDir;

  @Option(names = "--runner", required = true)
  private Runner runner;

  @Mixin private StartOptions startOptions;

  @Override
  public Integer call() {
    StackState state = new StackState(stateDir.resolved());
    Optional<FileLock> lock = state.lock();
    if (lock.isEmpty()) {
      throw new StackFailure("a stack is already running in " + state.folder());
    }
    Blackboard blackboard = new Blackboard(state);
    ChildProcess.tellWhenStarted(blackboard::started);
    // Also when it does not start. A supervisor that is killed leaves its report behind, and what
    // it has started: until that is closed one knows of the other.
    ChildProcess.afterAllAreClosed(() -> forget(blackboard, state));
    atExit("forget-endpoints", () -> Endpoints.delete(state.folder()));
    LocalStack stack =
        LocalStack.start(startOptions.plan(state.folder(), runner), SuperviseCommand::say);
    Supervision supervision =
        Supervision.of(stack.parts(), blackboard::parts, SuperviseCommand::say);
    ChildProcess.beforeAllAreClosed(() -> stop(supervision, stack));
    stack.endpoints().write(state.folder());
    try {
      watch(new ProgressWatch(stack.endpoints()), blackboard);
    } finally {
      // A lock that nobody can reach any more is nobody's.
      Reference.reachabilityFence(lock);
    }
    return 1;
  }

  /** Until this process is told to stop. */
  private static void watch(ProgressWatch progress, Blackboard blackboard) {
    try (progress) {
      while (true) {
        blackboard.progress(progress.look());
        TimeUnit.SECONDS.sleep(SECONDS_BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void atExit(String name, Runnable work) {
    Runtime.getRuntime().addShutdownHook(new Thread(work, name));
  }

  private static void forget(Blackboard blackboard, StackState state) {
    blackboard.close();
    state.forget();
  }

  private static void stop(Supervision supervision, LocalStack stack) {
    say("stopping");
    supervision.close();
    stack.stopJob();
    stack.close();
    say("stopped");
  }

  private static void say(String line) {
    System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }
}
