package org.adclicks.benchmarks.ways;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;

import com.datastax.oss.driver.api.core.DriverException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.kept.ReadRows;
import org.adclicks.benchmarks.kept.RowDigests;
import org.adclicks.benchmarks.past.AgainstSql;
import org.adclicks.benchmarks.past.ArchiveCommands;
import org.adclicks.benchmarks.past.PastClicks;
import org.adclicks.benchmarks.past.PastHours;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.localstack.demo.Tally;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.process.StackFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether every way leaves the same rows. */
@Command(
    name = "ways",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "One log of some hours, with duplicates and late clicks, loaded into one stack after the other:"
          + " Flink and a cluster, with and without the queue. The first is held against SQL; each is"
          + " recomputed from its archive. All have to leave the same rows of cells, by minute and"
          + " hour, of all lists, and of clicks by hour, byte for byte, and the same minutes but for"
          + " what only a stream knows. Blocks of minutes, which each run cuts as it goes, are not"
          + " compared.",
      "Exits 1 if they differ, or a way fails."
    })
public final class WaysBenchmark implements Callable<Integer> {

  private static final int MOST_ASKED = 2_000;
  private static final int USERS = 20_000;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--ways",
      split = ",",
      defaultValue = "flink,flink-queue,cluster,cluster-queue",
      description =
          "One behind the other; direct is there, too, which takes some thousand clicks in good time."
              + " Default: ${DEFAULT-VALUE}.",
      converter = WayConverter.class)
  private List<Way> ways = List.of();

  @Option(
      names = "--clicks",
      defaultValue = "40000",
      description = "Log lines, duplicates included. Default: ${DEFAULT-VALUE}.")
  private long clicks;

  @Option(
      names = "--hours",
      defaultValue = "2",
      description = "They are spread over. Default: ${DEFAULT-VALUE}.")
  private int hours;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  private boolean isLogMade;

  /** What the first way left. */
  private @Nullable RowDigests first;

  @Override
  public Integer call() {
    PastClicks.check(spec, hours, clicks);
    Report report = options.begin(spec);
    PastClicks made = new PastClicks(PastHours.ofOneDay(hours), clicks, USERS, seed);
    boolean right = true;
    Table table =
        report.table("Rows, by table.", "way", "rows of all tables", "the same", "recomputed");
    try (WorkFolder folder = WorkFolder.create()) {
      for (Way way : ways) {
        right &= leavesTheSame(way, folder.path().resolve("clicks.json"), made, table);
      }
    }
    report.figure("ways", ways.size()).figure("all_the_same", right ? 1 : 0);
    options.finish(report);
    return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** Whatever happens to one, the others are tried. */
  private boolean leavesTheSame(Way way, Path log, PastClicks made, Table table) {
    try {
      return isTheSame(way, log, made, table);
    } catch (BenchmarkFailure | StackFailure | DriverException | IllegalArgumentException e) {
      say(way + " failed: " + e);
      table.row(way.toString(), "failed", "", "");
      return false;
    }
  }

  private boolean isTheSame(Way way, Path log, PastClicks made, Table table) {
    say(way + ": starting");
    PastHours past = made.hours();
    try (WorkFolder folder = WorkFolder.createForEvidence();
        BackgroundStack stack =
            new BackgroundStack(folder.path(), way.runner(), way.isQueued(), 1, Optional.empty())) {
      stack.up();
      if (!isLogMade) {
        made.writeTo(log, stack);
        isLogMade = true;
      }
      say(way + ": loading " + clicks + " lines of " + past.from() + " to " + past.to());
      stack.runToEnd(List.of("load", log.toString(), "--until-closed"));
      PastClicks.sayThatNoMoreCome(stack);
      ArchiveCommands commands =
          new ArchiveCommands(stack, past, folder.path().resolve("archive-command.log"));
      say(way + ": reconciling until nothing is left out");
      commands.awaitNoDrift();
      try (ReadRows rows = ReadRows.of(stack.endpoints(), past.from(), past.to())) {
        RowDigests left = rows.digests();
        boolean same = left.isEverywhereSome();
        RowDigests expected = first;
        if (expected == null) {
          same &= isWhatSqlSays(log, stack);
          expected = left;
          first = left;
        }
        same &= left.areThoseOf(expected, way.toString());
        say(way + ": recomputing");
        commands.recompute();
        boolean recomputed = rows.digests().areThoseOf(expected, way + ", recomputed");
        table.row(way.toString(), left.rows(), same ? "yes" : "no", recomputed ? "yes" : "no");
        if (same && recomputed) {
          folder.dropEvidence();
        }
        return same && recomputed;
      }
    }
  }

  private static boolean isWhatSqlSays(Path log, BackgroundStack stack) {
    say("holding it against SQL");
    try (Oracle oracle = Oracle.load(log)) {
      Tally tally = AgainstSql.hold(stack, oracle, MOST_ASKED);
      say(tally.summary());
      return tally.wrong() == 0;
    }
  }
}
