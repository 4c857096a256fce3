package org.adclicks.benchmarks.system;

import static org.adclicks.benchmarks.report.Report.number;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.localstack.server.StackSizes;
import org.adclicks.pipeline.command.TimeSpanConverter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the pipeline's heap stays as it is under a steady load for a long time. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The whole system at a steady rate for long: what is live on the pipeline's heap, after full",
      "collections made for this, and whether it grows once the allowed lateness is filled.",
      "Exits 1 if a line was lost or came too late."
    })
public final class SoakBenchmark implements Callable<Integer> {

  private static final int ROWS = 12;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "5000",
      description = "Lines per second. Default: ${DEFAULT-VALUE}.")
  private long rate;

  @Option(
      names = "--length",
      defaultValue = "60m",
      converter = TimeSpanConverter.class,
      description = "Default: ${DEFAULT-VALUE}.")
  private Duration length = Duration.ZERO;

  @Option(
      names = "--fill",
      defaultValue = "18m",
      converter = TimeSpanConverter.class,
      description =
          "How long state still fills: lateness, longest window, and some. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration fill = Duration.ZERO;

  @Option(
      names = "--collect-every",
      defaultValue = "2m",
      converter = TimeSpanConverter.class,
      description = "How often all garbage is collected. Default: ${DEFAULT-VALUE}.")
  private Duration collectEvery = Duration.ZERO;

  @Option(
      names = "--freshness",
      defaultValue = "90s",
      converter = TimeSpanConverter.class,
      description = "p99 that is to be kept. Default: ${DEFAULT-VALUE}.")
  private Duration freshnessLimit = Duration.ZERO;

  @Override
  public Integer call() {
    Report report = options.begin(spec);
    WorkFolder folder = WorkFolder.create();
    Path log = folder.path().resolve("pipeline-gc.log");
    StackSizes sizes = StackSizes.large().withPipelineOption(GcLog.option(log));
    try (StackUnderTest stack = StackUnderTest.start(folder, sizes);
        SoakWatch watch = new SoakWatch(stack, collectEvery)) {
      LoadResult result = LoadRun.run(stack, new Load("soak", rate, length, 1), freshnessLimit);
      describe(result, report);
      report.figure("not_final_clicks_max", (double) watch.maxNotFinalClicks());
      describe(GcLog.read(log), report);
      options.finish(report);
      return result.isComplete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private void describe(LoadResult result, Report report) {
    report.figure("lines_per_second", result.sent().linesPerSecond());
    report.figure("freshness_p50_seconds", result.freshness().quantile(0.5) / 1000);
    report.figure("freshness_p99_seconds", result.p99Seconds());
    report.figure("freshness_max_seconds", result.freshness().max() / 1000);
    report.remark(
        "Seconds from the queue to an answer that includes open minutes, p50 / p99 / max: "
            + result.openAges()
            + ".");
    report.figure("lost_lines", (double) result.lost());
    report.remark("Of " + result.sent().lines() + " lines: " + result.accounts() + ".");
    report.remark("Cores: " + result.cores() + ".");
    report.remark("Most memory, MiB: " + result.usage().mebibytes() + ".");
    List<String> shortfalls = result.shortfalls(freshnessLimit);
    if (!shortfalls.isEmpty()) {
      report.remark("The rate was not sustained: " + String.join("; ", shortfalls) + ".");
    }
  }

  private void describe(GcLog log, Report report) {
    List<GcLog.Pause> full = log.full();
    Table table =
        report.table("Live on the pipeline's heap.", "minute", "after full collection, MiB", "ms");
    int step = Math.max(1, full.size() / ROWS);
    for (int i = 0; i < full.size(); i += step) {
      GcLog.Pause pause = full.get(i);
      table.row(
          number(pause.atSeconds() / 60),
          number((double) pause.afterMebibytes()),
          number(pause.millis()));
    }
    report.figure("pauses_seconds_in_all", log.pauseSeconds());
    Optional<LiveHeap> live = LiveHeap.after((double) fill.toSeconds(), full);
    if (live.isEmpty()) {
      report.remark("Too short to say whether the heap is flat.");
      return;
    }
    LiveHeap heap = live.get();
    report.figure("live_heap_mebibytes_mean", heap.mean());
    report.figure("live_heap_mebibytes_max", heap.max());
    report.figure("live_heap_growth_mebibytes_per_hour", heap.growthPerHour());
    report.figure("live_heap_growth_share_per_hour", heap.growthShare());
    report.remark(
        String.format(
            "After %d minutes of filling the live heap %s: %+.0f MiB an hour, %+.1f %% of its mean,"
                + " by %d full collections.",
            fill.toMinutes(),
            heap.isFlat() ? "is flat" : "grows",
            heap.growthPerHour(),
            heap.growthShare() * 100,
            heap.collections()));
  }
}
