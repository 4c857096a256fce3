package org.adclicks.benchmarks.system;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;
import static org.adclicks.benchmarks.report.Report.number;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.adclicks.benchmarks.counting.Yardstick;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.Versions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.localstack.StackPlan;
import org.adclicks.localstack.server.StackSizes;
import org.adclicks.pipeline.command.TimeSpanConverter;
import org.adclicks.proto.store.ClickBuckets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The highest rate the whole system sustains, and how it takes a burst. */
@Command(
    name = "system",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Kafka, pipeline with every sink, Cassandra and query service together on this machine: the",
      "highest rate sustained with fresh answers, found by search; then a burst. Freshness, from a",
      "click's own time until the query service calls its minute closed, is sampled under load.",
      "Exits 1 if a line was lost or came too late."
    })
public final class SystemBenchmark implements Callable<Integer> {

  private static final int MAX_HOLDS = 3;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "R",
      description = "Rates to try, lines per second. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10000,15000,20000,25000,30000")
  private List<Long> rates = List.of();

  @Option(
      names = "--finest",
      paramLabel = "R",
      defaultValue = "1000",
      description = "Between rates the search goes no finer. Default: ${DEFAULT-VALUE}.")
  private long finest;

  @Option(
      names = "--probe",
      defaultValue = "2m",
      converter = TimeSpanConverter.class,
      description = "How long each rate is tried. Default: ${DEFAULT-VALUE}.")
  private Duration probe = Duration.ZERO;

  @Option(
      names = "--hold",
      defaultValue = "10m",
      converter = TimeSpanConverter.class,
      description = "How long the best rate is held; 0s for not at all. Default: ${DEFAULT-VALUE}.")
  private Duration hold = Duration.ZERO;

  @Option(
      names = "--burst",
      paramLabel = "R",
      defaultValue = "50000",
      description = "Lines per second of the burst; 0 for none. Default: ${DEFAULT-VALUE}.")
  private long burst;

  @Option(
      names = "--burst-length",
      defaultValue = "60s",
      converter = TimeSpanConverter.class,
      description = "Default: ${DEFAULT-VALUE}.")
  private Duration burstLength = Duration.ZERO;

  @Option(
      names = "--warm-up",
      defaultValue = "60s",
      converter = TimeSpanConverter.class,
      description =
          "How long the lowest rate runs before anything is measured. Default: ${DEFAULT-VALUE}.")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--freshness",
      defaultValue = "90s",
      converter = TimeSpanConverter.class,
      description = "p99 a sustained rate must keep. Default: ${DEFAULT-VALUE}.")
  private Duration freshnessLimit = Duration.ZERO;

  @Option(
      names = "--yardstick",
      paramLabel = "RUNS",
      defaultValue = "3",
      description =
          "Runs of native Flink SQL before anything else, some 30 s each: every figure is told as a"
              + " multiple of theirs, too; 0 for none. Default: ${DEFAULT-VALUE}.")
  private int yardstickRuns;

  @Option(
      names = "--queue",
      description = "Aggregates go to Cassandra through their queue, by a job of its own.")
  private boolean isQueued;

  @Option(
      names = "--stream-option",
      paramLabel = "NAME=VALUE",
      description =
          "An option of pipeline stream for this run, e.g. openEvery=0s, instead of the stack's own:"
              + " what it costs is the difference to a run without. May be given more than once.")
  private List<String> streamOptions = List.of();

  @Option(
      names = "--month-users",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Users of whose last thirty days is asked under load, too; what they clicked is written to"
              + " the store first, two seconds each. Default: ${DEFAULT-VALUE}.")
  private int monthUsers;

  private @Nullable Yardstick yardstick;
  private final List<LoadResult> results = new ArrayList<>();
  private long seed;

  @Override
  public Integer call() {
    RateSearch search = new RateSearch(rates, finest);
    Report report = options.begin(spec);
    Versions.tell(report, "beam", "flink", "cassandra");
    measureYardstick(report);
    try (StackUnderTest stack = StackUnderTest.start(WorkFolder.create(), this::plan)) {
      Map<String, Long> writtenBefore = Map.of();
      if (monthUsers > 0) {
        say("writing thirty days of " + monthUsers + " users");
        stack.keep(
            MonthOfClicks.endingNow(monthUsers),
            new ClickBuckets(StackSizes.large().clickBuckets()));
        writtenBefore = stack.batchesWritten();
      }
      if (!warmUp.isZero()) {
        run(stack, "warm-up", rates.stream().min(Long::compare).orElseThrow(), warmUp);
      }
      search(stack, search);
      holdBest(stack, search, report);
      if (burst > 0) {
        LoadResult taken = run(stack, "burst", burst, burstLength);
        figures(
            report,
            "burst_lines_per_second",
            taken.sent().linesPerSecond(),
            Yardstick::linesPerSecond);
        report.figure("burst_caught_up_seconds", taken.caughtUpMillis() / 1000.0);
        report.figure("burst_answered_seconds", taken.answeredMillis() / 1000.0);
      }
      writes(stack.batchesWritten(), writtenBefore, report);
    }
    describe(report);
    options.finish(report);
    return results.stream().allMatch(LoadResult::isComplete)
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private StackPlan plan(StackPlan usual) {
    for (String option : streamOptions) {
      if (option.indexOf('=') < 1 || option.startsWith("-")) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--stream-option " + option + ": must be NAME=VALUE");
      }
    }
    return usual
        .withSizes(StackSizes.large())
        .queued(isQueued)
        .withStreamOptions(streamOptions.stream().map(option -> "--" + option).toList());
  }

  private void measureYardstick(Report report) {
    if (yardstickRuns > 0) {
      try (WorkFolder folder = WorkFolder.create()) {
        Yardstick found = Yardstick.measure(folder.path(), yardstickRuns);
        yardstick = found;
        report.figure("yardstick_lines_per_second", found.linesPerSecond());
        report.figure("yardstick_cpu_seconds_per_million", found.cpuSecondsPerMillion());
      }
    }
  }

  /** The figure, and what it is of the yardstick's if that was measured. */
  private void figures(
      Report report, String name, double value, ToDoubleFunction<Yardstick> ofYardstick) {
    report.figure(name, value);
    Yardstick measured = yardstick;
    if (measured != null) {
      report.figure(name + "_over_yardstick", value / ofYardstick.applyAsDouble(measured));
    }
  }

  private void search(StackUnderTest stack, RateSearch search) {
    for (OptionalLong rate = search.next(); rate.isPresent(); rate = search.next()) {
      LoadResult result = run(stack, "probe", rate.getAsLong(), probe);
      search.tell(rate.getAsLong(), result.isSustained(freshnessLimit));
    }
  }

  /** A rate that a probe sustained may be too much in the long run; then a lower one is held. */
  private void holdBest(StackUnderTest stack, RateSearch search, Report report) {
    long rate = search.best().orElse(0);
    for (int i = 0; i < MAX_HOLDS && rate >= finest && !hold.isZero(); i++) {
      LoadResult held = run(stack, "hold", rate, hold);
      if (held.isSustained(freshnessLimit)) {
        figures(
            report,
            "sustained_lines_per_second",
            held.sent().linesPerSecond(),
            Yardstick::linesPerSecond);
        report.figure("sustained_p50_seconds", held.freshness().quantile(0.5) / 1000);
        report.figure("sustained_p99_seconds", held.p99Seconds());
        double millions = held.sent().lines() / 1e6;
        figures(
            report,
            "sustained_cpu_seconds_per_million",
            held.usage().cpuSeconds() / millions,
            Yardstick::cpuSecondsPerMillion);
        figures(
            report,
            "cassandra_cpu_seconds_per_million",
            held.usage().cpuSecondsOf("cassandra") / millions,
            Yardstick::cpuSecondsPerMillion);
        return;
      }
      rate -= Math.max(finest, rate / 10);
    }
    report.figure("sustained_in_a_probe_lines_per_second", (double) search.best().orElse(0));
  }

  private LoadResult run(StackUnderTest stack, String name, long rate, Duration length) {
    LoadResult result = LoadRun.run(stack, new Load(name, rate, length, ++seed), freshnessLimit);
    results.add(result);
    List<String> shortfalls = result.shortfalls(freshnessLimit);
    say(
        String.format(
            "%s at %,d lines/s: p99 %.0f s, %s",
            name,
            rate,
            result.p99Seconds(),
            shortfalls.isEmpty() ? "sustained" : String.join("; ", shortfalls)));
    return result;
  }

  private void describe(Report report) {
    Table loads =
        report.table(
            "Freshness: seconds from a click's time until its minute is closed for the service.",
            "load",
            "lines/s intended / measured",
            "s",
            "p50",
            "p99",
            "max",
            "with open minutes, from the queue to the answer: p50 / p99 / max",
            "as_of behind, max s",
            "back under "
                + freshnessLimit.toSeconds()
                + " s / all answered for, s after the last click",
            "clicks / duplicates / too late / lost",
            "a user's last hour or as much as there is, ms p50 / p99 of answers",
            "a user's thirty days, likewise",
            "sustained");
    Table costs =
        report.table(
            "Cost: CPU of all processes until every line is answered for; cores while lines were sent.",
            "load",
            "lines/s",
            "CPU s per million lines",
            "of these, each",
            "times the yardstick's",
            "cores",
            "most memory, MiB");
    for (LoadResult result : results) {
      Load load = result.load();
      loads.row(
          load.name(),
          number((double) load.rate()) + " / " + number(result.sent().linesPerSecond()),
          load.length().toSeconds(),
          number(result.freshness().quantile(0.5) / 1000),
          number(result.p99Seconds()),
          number(result.freshness().max() / 1000),
          result.openAges(),
          number(result.maxLagMillis() / 1000.0),
          number(result.caughtUpMillis() / 1000.0)
              + " / "
              + number(result.answeredMillis() / 1000.0),
          number((double) result.accounts().clicks())
              + " / "
              + number((double) result.accounts().duplicates())
              + " / "
              + result.accounts().tooLate()
              + " / "
              + result.lost(),
          result.usersHours(),
          result.usersMonths(),
          result.isSustained(freshnessLimit)
              ? "yes"
              : String.join("; ", result.shortfalls(freshnessLimit)));
      double cpuSecondsPerMillion = result.usage().cpuSeconds() * 1e6 / result.sent().lines();
      Yardstick measured = yardstick;
      costs.row(
          load.name(),
          number((double) load.rate()),
          number(cpuSecondsPerMillion),
          result.usage().cpuSecondsPerMillion(result.sent().lines()),
          measured == null ? "" : number(cpuSecondsPerMillion / measured.cpuSecondsPerMillion()),
          result.cores(),
          result.usage().mebibytes());
    }
    report.remark(
        "A click is answerable when the query service first calls its minute closed; it is asked"
            + " four times a second. as_of moves in steps of ten seconds, fifteen behind the newest"
            + " click.");
  }

  private void writes(Map<String, Long> batches, Map<String, Long> before, Report report) {
    long clicks = results.stream().mapToLong(result -> result.accounts().clicks()).sum();
    Table table =
        report.table(
            "Batches Cassandra took in all, each of rows of one partition.",
            "table",
            "batches",
            "batches per 1,000 clicks");
    batches.forEach(
        (name, count) -> {
          double written = count - before.getOrDefault(name, 0L);
          table.row(name, number(written), number(written * 1000.0 / clicks));
        });
  }
}
