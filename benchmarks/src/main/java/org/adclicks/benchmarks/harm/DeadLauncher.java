package org.adclicks.benchmarks.harm;

import java.time.Duration;
import java.util.List;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * The process that {@code up} left to watch over the others ends by kill -9. Its parts follow it;
 * the stack is started again as its users would do it: {@code up}, and if that is refused, {@code
 * down} first.
 *
 * <p>Errors: {@link BenchmarkFailure} if a process of before lives beside the new ones.
 */
public record DeadLauncher() implements Harm {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  @Override
  public void happen(Scene scene) {
    BackgroundStack stack = scene.stack();
    List<ProcessHandle> before = stack.processes();
    stack.kill(BackgroundStack.SUPERVISOR);
    // Clicks are sent into it, as nobody tells senders.
    scene.pass(PAUSE);
    scene.whileNothingIsSent(
        () -> {
          if (!stack.triesUp()) {
            scene.say("up was refused: down, then up");
            stack.down();
            stack.up();
          }
        });
    List<Long> left =
        before.stream().filter(ProcessHandle::isAlive).map(ProcessHandle::pid).toList();
    if (!left.isEmpty()) {
      throw new BenchmarkFailure("processes of a stack without a supervisor live on: " + left);
    }
  }
}
