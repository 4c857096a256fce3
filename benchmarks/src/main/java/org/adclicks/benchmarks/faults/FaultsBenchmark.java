package org.adclicks.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.localstack.Runner;
import org.adclicks.pipeline.load.TimeSpanConverter;
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
      "The whole system under load while two partitions are added (one gets only junk), each part",
      "is killed -9 twice, and Kafka moves to another port. All the while answers are asked for, of ads, users and ips;",
      "at the end each, and every cell and list, is held against what the queue really held.",
      "Exits 1 if an answer that said CLOSED was wrong or went back, or a fault was not got over."
    })
public final class FaultsBenchmark implements Callable<Integer> {

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
      description = "Of all of it; the faults are spread over it. Default: ${DEFAULT-VALUE}.")
  private Duration length = Duration.ZERO;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "FAULT",
      description = "In this order: ${COMPLETION-CANDIDATES}. Default: all the runner has.")
  private List<Fault> faults = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description = "How often each part is killed. Default: ${DEFAULT-VALUE}.")
  private int rounds;

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
      description = "Keep the stack's state and logs there. Default: a folder that is deleted.")
  private @Nullable Path keep;

  @Override
  public Integer call() {
    List<Fault> chosen = chosen();
    Report report = options.begin(spec);
    if (keep != null) {
      return run(created(keep.toAbsolutePath()), chosen, report);
    }
    try (WorkFolder folder = WorkFolder.create()) {
      return run(folder.path(), chosen, report);
    }
  }

  private List<Fault> chosen() {
    for (Fault fault : faults) {
      if (!fault.happensOn(runner, isQueued, nodes)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--faults: "
                + fault
                + " cannot happen on --runner "
                + runner
                + (isQueued ? " --queue" : "")
                + (nodes > 1 ? " --nodes " + nodes : "")
                + ", only "
                + Fault.on(runner, isQueued, nodes));
      }
    }
    return faults.isEmpty() ? Fault.on(runner, isQueued, nodes) : faults;
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BenchmarkFailure("--keep: " + folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  private int run(Path folder, List<Fault> chosen, Report report) {
    try (BackgroundStack stack = new BackgroundStack(folder, runner, isQueued, nodes)) {
      stack.up();
      boolean right;
      try (FaultRun run = new FaultRun(stack, rate, seed, recover, report)) {
        right = run.through(FaultPlan.of(chosen, rounds), length);
      }
      options.finish(report);
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }
}
