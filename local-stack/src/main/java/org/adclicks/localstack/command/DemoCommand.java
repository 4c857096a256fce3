package org.adclicks.localstack.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.adclicks.localstack.LocalStack;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.demo.CheckedReplay;
import org.adclicks.localstack.demo.LiveClicks;
import org.adclicks.localstack.demo.Sample;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.StackFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole system in a temporary folder, with sample clicks, until Ctrl-C or until checked. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Run the whole system with real servers and sample clicks, and show its page.",
      "With --once: replay a sample, check cells, lists and some filtered answers against SQL, stop.",
      "Exits 1 if an answer is wrong."
    })
public final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--once", description = "Replay a sample, check its answers, stop everything.")
  private boolean once;

  @Option(names = "--runner", description = RunnerOption.DESCRIPTION, defaultValue = "direct")
  private Runner runner;

  @Mixin private StartOptions startOptions;

  @Option(
      names = "--clicks",
      paramLabel = "N",
      description = "Lines of the sample (default: ${DEFAULT-VALUE}).",
      defaultValue = "4000")
  private int clicks;

  @Option(
      names = "--seed",
      description =
          "Of the sample: the same seed makes the same clicks (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  private volatile @Nullable LocalStack started;
  private volatile boolean interrupted;
  private volatile boolean failed;

  @Override
  public Integer call() {
    if (clicks < Sample.SMALLEST) {
      throw new ParameterException(
          spec.commandLine(), "--clicks must be at least " + Sample.SMALLEST + ", not " + clicks);
    }
    startOptions.requireFreePort();
    Leftovers.remove();
    TemporaryFolder folder = TemporaryFolder.create();
    long start = System.nanoTime();
    say("state in " + folder.path());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(folder), "stop-demo"));
    try (LocalStack stack =
        LocalStack.start(startOptions.plan(folder.path(), runner), DemoCommand::say)) {
      started = stack;
      if (!once) {
        return live(stack);
      }
      int exitCode = CheckedReplay.run(stack, new Sample(clicks, seed), DemoCommand::say);
      say("took " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
      return exitCode;
    } catch (RuntimeException e) {
      if (interrupted) {
        return 1;
      }
      failed = true;
      throw new StackFailure(
          e.getMessage() + "\nlogs are kept in " + folder.path().resolve("logs"), e);
    }
  }

  private int live(LocalStack stack) {
    ChildProcess generator = LiveClicks.start(stack);
    say(
        "clicks are coming in, 200 a second; look at "
            + stack.endpoints().url()
            + " (stop with Ctrl-C)");
    ChildProcess ended = stack.firstEnd().applyToEither(generator.ended(), first -> first).join();
    if (ended.wasStopped()) {
      return 0;
    }
    throw new StackFailure(ended.describeEnd());
  }

  /** On Ctrl-C, and harmlessly after a normal end. */
  private void interrupt(TemporaryFolder folder) {
    interrupted = true;
    LocalStack stack = started;
    if (stack != null) {
      stack.close();
    }
    // Also those of a stack that was still starting.
    ChildProcess.closeAll();
    if (!failed) {
      folder.delete();
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
