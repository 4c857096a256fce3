package org.adclicks.benchmarks.corrections;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;
import static org.adclicks.benchmarks.report.Report.number;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.kept.ReadRows;
import org.adclicks.benchmarks.kept.RowDigests;
import org.adclicks.benchmarks.past.AgainstSql;
import org.adclicks.benchmarks.past.ArchiveCommands;
import org.adclicks.benchmarks.past.ArchiveCommands.Ended;
import org.adclicks.benchmarks.past.PastClicks;
import org.adclicks.benchmarks.past.PastHours;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.demo.Tally;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether what is wrong in the store is found and put right, whoever is killed meanwhile. */
@Command(
    name = "corrections",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Some hours of clicks, counted by the stream and held against SQL over the log. One row in a"
          + " hundred is then damaged in eight ways: reconcile has to name just these minutes, and"
          + " --repair to leave every row as it was. Then recompute is killed again and again: what"
          + " it leaves at last has to be the same rows once more, and no answer other meanwhile.",
      "Exits 1 if any of that is not so."
    })
public final class CorrectionsBenchmark implements Callable<Integer> {

  private static final int MOST_ASKED = 3_000;
  private static final String HOT_AD = "ad-1";
  private static final int USERS = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--clicks",
      defaultValue = "5000000",
      description = "Log lines, duplicates included. Default: ${DEFAULT-VALUE}.")
  private long clicks;

  @Option(
      names = "--hours",
      defaultValue = "5",
      description = "They are spread over. Default: ${DEFAULT-VALUE}.")
  private int hours;

  @Option(
      names = "--kills",
      defaultValue = "10",
      description = "So often a recompute is killed, at any moment. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  private double recomputeSeconds;

  @Override
  public Integer call() {
    PastClicks.check(spec, hours, clicks);
    Report report = options.begin(spec);
    PastClicks made = new PastClicks(PastHours.ofToday(hours), clicks, USERS, seed);
    try (WorkFolder folder = WorkFolder.createForEvidence();
        BackgroundStack stack =
            new BackgroundStack(folder.path(), Runner.FLINK, false, 1, Optional.empty())) {
      stack.up();
      boolean right = isRight(folder.path(), stack, made, report);
      if (right) {
        folder.dropEvidence();
      }
      options.finish(report);
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private boolean isRight(Path folder, BackgroundStack stack, PastClicks made, Report report) {
    Path log = folder.resolve("clicks.json");
    PastHours past = made.hours();
    ArchiveCommands commands =
        new ArchiveCommands(stack, past, folder.resolve("archive-command.log"));
    say("making " + clicks + " log lines of " + past.from() + " to " + past.to());
    made.writeTo(log, stack);
    say("loading them");
    stack.runToEnd(List.of("load", log.toString(), "--until-closed"));
    PastClicks.sayThatNoMoreCome(stack);
    try (Oracle oracle = Oracle.load(log);
        ReadRows rows = ReadRows.of(stack.endpoints(), past.from(), past.to())) {
      say("reconciling until nothing is left out");
      Ended clean = commands.awaitNoDrift();
      say("no drift, after %.0f s".formatted(clean.seconds()));
      report.figure("reconcile_clicks_per_second", clicks / clean.seconds());
      boolean right = isWhatSqlSays(oracle, stack, report);
      RowDigests stream = rows.digests();
      right &= areDamagesFound(commands, rows, report);
      right &= isRepaired(commands, rows, stream, report);
      right &= isRecomputed(commands, rows, stream, report);
      UnchangedWatch watch = new UnchangedWatch(stack.endpoints(), HOT_AD, past);
      right &= areTheSameWhoeverIsKilled(commands, rows, stream, watch, report);
      right &= isAlwaysWhatItWas(watch, oracle, past, report);
      return right;
    }
  }

  private static boolean isWhatSqlSays(Oracle oracle, BackgroundStack stack, Report report) {
    Tally tally = AgainstSql.hold(stack, oracle, MOST_ASKED);
    report.figure("wrong_of_the_stream", tally.wrong());
    report.remark("The stream, against SQL: " + tally.summary() + ".");
    return tally.wrong() == 0;
  }

  private boolean areDamagesFound(ArchiveCommands commands, ReadRows rows, Report report) {
    say("damaging rows");
    Damages damages = Damages.of(rows, seed);
    Table table = report.table("Damaged rows.", "way", "rows");
    damages.done().forEach(table::row);
    say("reconciling");
    Ended found = commands.run("reconcile", "--examples=" + Integer.MAX_VALUE);
    Set<Place> named = named(found);
    Set<Place> missed = minus(damages.places(), named);
    Set<Place> invented = minus(named, damages.places());
    missed.stream().limit(10).forEach(place -> say("NOT NAMED: " + place));
    invented.stream().limit(10).forEach(place -> say("NAMED, but was not damaged: " + place));
    report
        .figure("damaged_places", damages.places().size())
        .figure("damaged_and_not_named", missed.size())
        .figure("named_and_not_damaged", invented.size());
    return missed.isEmpty() && invented.isEmpty() && found.exitCode() == 1;
  }

  private static Set<Place> named(Ended found) {
    Set<Place> named = new TreeSet<>();
    found.lines().forEach(line -> Place.named(line).ifPresent(named::add));
    return named;
  }

  private static Set<Place> minus(Set<Place> some, Set<Place> others) {
    Set<Place> left = new TreeSet<>(some);
    left.removeAll(others);
    return left;
  }

  private static boolean isRepaired(
      ArchiveCommands commands, ReadRows rows, RowDigests stream, Report report) {
    say("repairing");
    Ended repaired = commands.run("reconcile", "--repair");
    RowDigests after = rows.digests();
    Ended again = commands.run("reconcile", "--repair");
    boolean isSame =
        after.areThoseOf(stream, "after the repair")
            && rows.digests().areThoseOf(after, "after another");
    report
        .figure("repair_exit_code", repaired.exitCode())
        .figure("second_repair_exit_code", again.exitCode())
        .figure("rows_as_before_the_damage", isSame ? 1 : 0);
    return isSame && repaired.exitCode() == 0 && again.exitCode() == 0 && again.says("no drift");
  }

  private boolean isRecomputed(
      ArchiveCommands commands, ReadRows rows, RowDigests stream, Report report) {
    say("recomputing all of it");
    recomputeSeconds = commands.recompute().seconds();
    report.figure("recompute_clicks_per_second", clicks / recomputeSeconds);
    say("%.0f s, %s clicks/s".formatted(recomputeSeconds, number(clicks / recomputeSeconds)));
    boolean isSame = rows.digests().areThoseOf(stream, "recomputed");
    report.figure("rows_as_recomputed", isSame ? 1 : 0);
    return isSame;
  }

  private boolean areTheSameWhoeverIsKilled(
      ArchiveCommands commands,
      ReadRows rows,
      RowDigests stream,
      UnchangedWatch watch,
      Report report) {
    int killed;
    try (watch) {
      killed = new KilledRecomputes(commands, recomputeSeconds, new Random(seed)).kill(kills);
    }
    boolean isSame = rows.digests().areThoseOf(stream, "killed and resumed");
    report.figure("recomputes_killed", killed).figure("rows_as_not_killed", isSame ? 1 : 0);
    return isSame && killed == kills;
  }

  private static boolean isAlwaysWhatItWas(
      UnchangedWatch watch, Oracle oracle, PastHours past, Report report) {
    long right =
        oracle.count(
            Question.of(past.from().toEpochMilli(), past.to().toEpochMilli()).withAd(HOT_AD));
    boolean isAlways = watch.isAlways(right);
    if (!isAlways) {
      say("WRONG: " + HOT_AD + " has " + right + " clicks; answered was " + watch.seen());
    }
    report
        .figure("answers_meanwhile", (double) watch.asked())
        .figure("questions_meanwhile_without_an_answer", (double) watch.refused())
        .figure("answers_meanwhile_changed", isAlways ? 0 : 1);
    return isAlways;
  }
}
