package org.adclicks.benchmarks.counting;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;
import static org.adclicks.benchmarks.report.Report.number;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.archive.MadeArchive;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.Versions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.report.Report;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Our transforms as a bounded run over the archive beside DuckDB, alternating. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Deduplicates and counts the clicks of an archive per minute, ad and country: our transforms",
      "on Beam and Flink, and DuckDB over the same files, in turns, each run in a JVM of its own.",
      "Exits 1 if they do not give the same answer."
    })
public final class BatchBenchmark implements Callable<Integer> {

  private static final int PARALLELISM = 2;
  private static final List<String> MIX =
      List.of("--duplicates=1%", "--late=1%", "--users=50000000", "--random-ips");

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--clicks",
      defaultValue = "5000000",
      description = "Clicks in the archive, duplicates included. Default: ${DEFAULT-VALUE}.")
  private long clicks;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often each runs. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Override
  public Integer call() {
    Report report = options.begin(spec);
    Versions.tell(report, "beam", "flink", "parquet", "duckdb");
    JobRuns ours = new JobRuns();
    JobRuns theirs = new JobRuns();
    try (WorkFolder folder = WorkFolder.create()) {
      MadeArchive archive = MadeArchive.of(clicks, MIX, folder.path());
      measure(archive, folder.path(), ours, theirs);
      report.figure("archive_files", archive.files().size());
    }
    tell(report, ours, theirs);
    options.finish(report);
    return CommandLine.ExitCode.OK;
  }

  private void measure(MadeArchive archive, Path folder, JobRuns ours, JobRuns theirs) {
    MeasuredJvm jvm = MeasuredJvm.ofThisVersion(folder);
    List<String> arguments =
        List.of(
            "--archive=" + archive.folder(),
            "--from=" + MadeArchive.START,
            "--to=" + archive.end(),
            "--parallelism=" + PARALLELISM);
    for (int round = 1; round <= rounds; round++) {
      JobRun own = jvm.run(BatchCountJob.class, arguments, 0);
      JobRun peer = jvm.run(DuckDbCountJob.class, arguments, 0);
      say(
          String.format(
              "round %d of %d: ours %s clicks/s, DuckDB %s clicks/s",
              round, rounds, number(own.clicksPerSecond()), number(peer.clicksPerSecond())));
      if (!own.hasSameAnswerAs(peer) || own.cells() != peer.cells()) {
        throw new BenchmarkFailure("different answers: ours " + own + ", DuckDB " + peer);
      }
      ours.add(own);
      theirs.add(peer);
    }
  }

  private void tell(Report report, JobRuns ours, JobRuns theirs) {
    report
        .table(
            "Clicks per second, median of " + rounds + " rounds (all rounds in brackets).",
            "job",
            "clicks/s",
            "CPU s per million clicks",
            "peak memory MiB")
        .row(
            "ours, Beam on Flink in batch mode, parallelism " + PARALLELISM,
            ours.clicksPerSecond(),
            ours.medianCpuPerMillion(),
            ours.peakMebibytes())
        .row(
            "DuckDB, " + PARALLELISM + " threads",
            theirs.clicksPerSecond(),
            theirs.medianCpuPerMillion(),
            theirs.peakMebibytes());
    report
        .figure("clicks_per_second", ours.medianClicksPerSecond())
        .figure("ratio_to_duckdb", ours.medianClicksPerSecond() / theirs.medianClicksPerSecond());
    report.remark(
        "Time is from the first row read to the last total out for ours, and for DuckDB from the"
            + " statement to its end; reading its result back is not counted. CPU is that of the"
            + " whole JVM, start and reading back included. Answers were equal: clicks, cells and"
            + " a fingerprint of every cell.");
  }
}
