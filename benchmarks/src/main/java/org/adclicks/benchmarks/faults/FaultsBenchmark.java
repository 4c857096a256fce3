package org.adclicks.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.localstack.Runner;
import org.adclicks.pipeline.command.TimeSpanConverter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether every answer stays right while parts die, move and are added to. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The whole system under load while its parts are killed, frozen and woken, kept away, fed with junk, cut off",
      "from each other, out of disk, given a damaged checkpoint or a wrong clock; while partitions are added, and Kafka",
      "moves to another port. All the while answers are asked for, of ads, users and ips; at the end each, every cell",
      "and list, every rejected line and every row of the archive is held against what the queue really held.",
      "Exits 1 if an answer that said CLOSED was wrong or went back, something is lost, or a fault was not got over."
    })
public final class FaultsBenchmark implements Callable<Integer> {

  /** Some minutes' worth, and some seconds'. */
  private static final int MOST_ASKED = 20_000;

  private static final int FEW_ASKED = 3_000;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "1000",
      description = "Lines per second. Default: ${DEFAULT-VALUE}.")
  private long rate;

  @Option(
      names = "--length",
      defaultValue = "30m",
      converter = TimeSpanConverter.class,
      description =
          "Of the rounds at least; the faults are spread over it. Default: ${DEFAULT-VALUE}.")
  private Duration length = Duration.ZERO;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "FAULT",
      description =
          "In this order: ${COMPLETION-CANDIDATES}. Default: all that can happen to the stack, on this machine.")
  private List<Fault> faults = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description = "How often each happens. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--random",
      paramLabel = "TIME",
      defaultValue = "0s",
      converter = TimeSpanConverter.class,
      description =
          "After the rounds they happen in a random order for so long, e.g. 30m. Default: not.")
  private Duration random = Duration.ZERO;

  @Option(
      names = "--short",
      description = "Each once and one right after the other, whatever --rounds and --length say.")
  private boolean isShort;

  @Option(
      names = "--together",
      description =
          "Each once, the next begins before the one before is got over; whatever --rounds, --length and --random say.")
  private boolean isTogether;

  @Option(
      names = "--away",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = TimeSpanConverter.class,
      description = "For how long cassandra-away keeps it away. Default: ${DEFAULT-VALUE}.")
  private Duration away = Duration.ZERO;

  @Option(
      names = "--recover",
      defaultValue = "90s",
      converter = TimeSpanConverter.class,
      description =
          "How soon after a fault the newest CLOSED minute must be at most 90 s old again."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration recover = Duration.ZERO;

  @Option(
      names = "--runner",
      defaultValue = "flink",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Runner runner = Runner.FLINK;

  @Option(
      names = "--queue",
      description =
          "Aggregates go to Cassandra through their queue, by a job of its own, which is the fault store.")
  private boolean isQueued;

  @Option(
      names = "--nodes",
      defaultValue = "1",
      description =
          "Of Cassandra, and brokers of Kafka: 1 or 3; of three one can be lost. Default: ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Keep the stack's state and logs there. Default: a folder that is deleted if all was right.")
  private @Nullable Path keep;

  @Override
  public Integer call() {
    List<Fault> chosen = chosen();
    Report report = options.begin(spec);
    if (keep != null) {
      return run(created(keep.toAbsolutePath()), chosen, report);
    }
    try (WorkFolder folder = WorkFolder.createForEvidence()) {
      int exitCode = run(folder.path(), chosen, report);
      if (exitCode == CommandLine.ExitCode.OK) {
        folder.dropEvidence();
      }
      return exitCode;
    }
  }

  private List<Fault> chosen() {
    if (isTogether && faults.isEmpty()) {
      throw refused(
          "--together: say which --faults, since a part that was just killed cannot be frozen");
    }
    if (nodes != 1 && nodes != 3) {
      throw refused("--nodes: is 1 or 3, not " + nodes);
    }
    StackKind kind = new StackKind(runner, isQueued, nodes);
    for (Fault fault : faults) {
      if (fault.happensOnce() && Collections.frequency(faults, fault) > 1) {
        throw refused("--faults: " + fault + " can happen once only");
      }
      if (!fault.happensOn(kind)) {
        throw refused(
            "--faults: " + fault + " cannot happen on " + kind + ", only " + Fault.on(kind));
      }
      if (!fault.isPossibleHere()) {
        throw refused("--faults: " + fault + " needs " + fault.needs().orElseThrow());
      }
    }
    return faults.isEmpty() ? allPossible(kind) : faults;
  }

  private static List<Fault> allPossible(StackKind kind) {
    List<Fault> all = new ArrayList<>();
    for (Fault fault : Fault.on(kind)) {
      if (fault.isPossibleHere()) {
        all.add(fault);
      } else {
        BenchmarkOptions.say("left out: " + fault + " needs " + fault.needs().orElseThrow());
      }
    }
    return all;
  }

  private CommandLine.ParameterException refused(String why) {
    return new CommandLine.ParameterException(spec.commandLine(), why);
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BenchmarkFailure("--keep: " + folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  private int run(Path folder, List<Fault> chosen, Report report) {
    try (Surroundings around = Surroundings.of(chosen);
        BackgroundStack stack =
            new BackgroundStack(folder, runner, isQueued, nodes, around.relays())) {
      around.mountFor(stack);
      stack.up();
      boolean right;
      try (FaultRun run = new FaultRun(stack, rate, away, seed)) {
        if (isTogether) {
          run.throughTogether(chosen);
        } else {
          run.through(
              FaultPlan.of(chosen, isShort ? 1 : rounds, random, seed),
              isShort ? Duration.ZERO : length);
        }
        int asked = isShort || isTogether ? FEW_ASKED : MOST_ASKED;
        right = new FinalCheck(run, report, asked).isRight();
        right &= run.recoveries().slowest() <= recover.toSeconds();
      }
      if (!right) {
        around.sayWhatIsNotKept(stack);
      }
      options.finish(report);
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }
}
