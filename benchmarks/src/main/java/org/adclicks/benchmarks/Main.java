package org.adclicks.benchmarks;

import org.adclicks.benchmarks.archive.StorageBenchmark;
import org.adclicks.benchmarks.corrections.CorrectionsBenchmark;
import org.adclicks.benchmarks.counting.BatchBenchmark;
import org.adclicks.benchmarks.counting.PipelineBenchmark;
import org.adclicks.benchmarks.faults.FaultsBenchmark;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.memory.MemoryBenchmark;
import org.adclicks.benchmarks.micro.MicroBenchmark;
import org.adclicks.benchmarks.people.PeopleBenchmark;
import org.adclicks.benchmarks.system.SoakBenchmark;
import org.adclicks.benchmarks.system.SystemBenchmark;
import org.adclicks.benchmarks.ways.WaysBenchmark;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The launcher's {@code bench} command. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures this build, and its peers in the same run.",
      "Prints machine, versions, figures and ratios; writes them as JSON and Markdown."
    },
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      PipelineBenchmark.class,
      SystemBenchmark.class,
      BatchBenchmark.class,
      StorageBenchmark.class,
      SoakBenchmark.class,
      FaultsBenchmark.class,
      CorrectionsBenchmark.class,
      WaysBenchmark.class,
      PeopleBenchmark.class,
      MemoryBenchmark.class,
      MicroBenchmark.class
    })
public final class Main {

  private Main() {}

  /** Exits 0 when measured, 1 after failed work or a wrong answer, 2 after bad usage. */
  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::fail)
        .execute(args);
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + e.getMessage() + " (see " + name + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int fail(Exception e, CommandLine command, ParseResult result) throws Exception {
    if (e instanceof BenchmarkFailure) {
      command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }
}
