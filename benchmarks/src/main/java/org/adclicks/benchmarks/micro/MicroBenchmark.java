package org.adclicks.benchmarks.micro;

import static org.adclicks.benchmarks.report.Report.number;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.Versions;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The innermost loops, each by itself, with JMH. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times of what is done per click, pack or question, each by itself, with JMH: parse, identity,",
      "pack coder, adding up cells, merging leaderboards, certificate, filter. What is written by",
      "hand is measured beside the library that would do the same: below 1.3 it loses its place."
    })
public final class MicroBenchmark implements Callable<Integer> {

  private static final int WARM_UP_ITERATIONS = 3;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..1",
      defaultValue = ".*",
      description = "Only benchmarks whose name matches this regular expression. Default: all.")
  private String pattern = ".*";

  @Option(
      names = "--forks",
      defaultValue = "1",
      description = "JVMs for each. Default: ${DEFAULT-VALUE}.")
  private int forks;

  @Option(
      names = "--iterations",
      defaultValue = "5",
      description = "Of a second each, after three to warm up. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Override
  public Integer call() {
    Report report = options.begin(spec);
    Versions.tell(report, "jmh");
    Table table =
        report.table(
            "Average time of one operation; ± is JMH's 99.9 % confidence.",
            "benchmark", "time", "±", "unit");
    Map<String, Double> times = new LinkedHashMap<>();
    for (RunResult run : run()) {
      Result<?> result = run.getPrimaryResult();
      String name = nameOf(run.getParams().getBenchmark());
      table.row(
          name, number(result.getScore()), number(result.getScoreError()), result.getScoreUnit());
      report.figure(
          name.replace('.', '_') + "_" + result.getScoreUnit().replace("/op", ""),
          result.getScore());
      times.put(name, result.getScore());
    }
    compare(HandWritten.among(times), report);
    options.finish(report);
    return CommandLine.ExitCode.OK;
  }

  private static void compare(List<HandWritten> pairs, Report report) {
    if (pairs.isEmpty()) {
      return;
    }
    Table table =
        report.table(
            "Written by hand, and by the library that would do the same; below "
                + HandWritten.LEAST_RATIO
                + " the library takes over.",
            "part",
            "library / by hand",
            "keeps its place");
    for (HandWritten pair : pairs) {
      table.row(pair.part(), number(pair.ratio()), pair.keepsItsPlace() ? "yes" : "no");
      report.figure(pair.part().replace('.', '_') + "_library_over_hand", pair.ratio());
    }
  }

  private Collection<RunResult> run() {
    try {
      return new Runner(
              new OptionsBuilder()
                  .include(pattern)
                  .forks(forks)
                  .jvmArgsAppend("-Xmx1g", "-XX:+UseSerialGC")
                  .warmupIterations(WARM_UP_ITERATIONS)
                  .warmupTime(TimeValue.seconds(1))
                  .measurementIterations(iterations)
                  .measurementTime(TimeValue.seconds(1))
                  .build())
          .run();
    } catch (RunnerException e) {
      throw new BenchmarkFailure("nothing was measured: " + e.getMessage(), e);
    }
  }

  /** Class and method, without packages. */
  private static String nameOf(String benchmark) {
    int method = benchmark.lastIndexOf('.');
    return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
  }
}
