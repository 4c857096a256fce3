package org.adclicks.benchmarks.harness;

import java.nio.file.Path;
import java.util.List;
import org.adclicks.benchmarks.report.Machine;
import org.adclicks.benchmarks.report.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every benchmark takes. */
public final class BenchmarkOptions {

  /** A machine busier than this with other things measures them too. */
  private static final double BUSY_SHARE = 0.15;

  @Option(
      names = "--force",
      description = "Measure although the machine is busy with something else.")
  private boolean force;

  @Option(
      names = "--report-dir",
      paramLabel = "DIR",
      defaultValue = "target/benchmarks",
      description = "Where NAME.json and NAME.md are written. Default: ${DEFAULT-VALUE}.")
  private Path reportDirectory = Path.of("target/benchmarks");

  @Option(
      names = "--docs",
      paramLabel = "FILE",
      description = "Also replace this benchmark's section in a Markdown file.")
  private @Nullable Path docs;

  /**
   * Begins a report.
   *
   * @throws BenchmarkFailure if the machine is busy
   */
  public Report begin(CommandSpec command) {
    if (!force) {
      double busy = Machine.busyShare();
      if (busy > BUSY_SHARE) {
        throw new BenchmarkFailure(
            String.format(
                "the machine is busy (%.0f %% of its cores): stop what runs, or measure with --force",
                busy * 100));
      }
    }
    List<String> arguments = command.commandLine().getParseResult().originalArgs();
    return new Report(command.name(), "./adclicks bench " + String.join(" ", arguments));
  }

  /** Writes the report wherever it was asked for, and prints it. */
  public void finish(Report report) {
    System.out.println();
    System.out.println(report.toMarkdown());
    report.write(reportDirectory);
    if (docs != null) {
      report.writeSection(docs);
    }
  }

  /** A step of long work, for whoever waits. */
  public static void say(String line) {
    System.err.println(line);
  }
}
