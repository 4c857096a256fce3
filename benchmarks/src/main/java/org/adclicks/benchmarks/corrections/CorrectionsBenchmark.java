package org.adclicks.benchmarks.corrections;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;
import static org.adclicks.benchmarks.report.Report.number;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.corrections.ArchiveCommands.Ended;
import org.adclicks.benchmarks.corrections.ReadRows.Digest;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.demo.Tally;
import org.adclicks.localstack.demo.Verification;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.pipeline.load.ClickSender;
import org.adclicks.pipeline.load.CommandFailure;
import org.adclicks.pipeline.sink.StoreTable;
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

  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final int MOST_ASKED = 3_000;
  private static final String HOT_AD = "ad-1";
  private static final int MOST_TRIES = 3;

  /** Of the time a recompute takes; before that hardly anything is written. */
  private static final double LEAST_SHARE = 0.2;

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

  private Instant from = Instant.EPOCH;
  private Instant to = Instant.EPOCH;

  @Override
  public Integer call() {
    if (hours < 1 || clicks < seconds()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--clicks: at least one a second of --hours");
    }
    Report report = options.begin(spec);
    chooseHours();
    try (WorkFolder folder = WorkFolder.create();
        BackgroundStack stack =
            new BackgroundStack(folder.path(), Runner.FLINK, false, 1, Optional.empty())) {
      stack.up();
      boolean right = isRight(folder.path(), stack, report);
      options.finish(report);
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** An hour behind them: by then they are FINAL. Of one day, whose roll-up is not made yet. */
  private void chooseHours() {
    to = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
    long ofToday = ChronoUnit.HOURS.between(to.truncatedTo(ChronoUnit.DAYS), to);
    if (ofToday == 0) {
      throw new BenchmarkFailure("the day has no hour yet that is over for long: after 02:00 UTC");
    }
    if (ofToday < hours) {
      say("of today there are " + ofToday + " hours, not " + hours + ": they are taken");
      hours = (int) ofToday;
    }
    from = to.minus(hours, ChronoUnit.HOURS);
  }

  private long seconds() {
    return TimeUnit.HOURS.toSeconds(hours);
  }

  private boolean isRight(Path folder, BackgroundStack stack, Report report) {
    Path log = folder.resolve("clicks.json");
    ArchiveCommands commands =
        new ArchiveCommands(stack, from, to, folder.resolve("archive-command.log"));
    fill(stack, log);
    try (Oracle oracle = Oracle.load(log);
        ReadRows rows = ReadRows.of(stack.endpoints(), from, to)) {
      Ended clean = awaitNoDrift(commands);
      report.figure("reconcile_clicks_per_second", clicks / clean.seconds());
      boolean right = isWhatSqlSays(oracle, stack, report);
      Map<StoreTable, Digest> stream = rows.digests();
      right &= areDamagesFound(commands, rows, report);
      right &= isRepaired(commands, rows, stream, report);
      right &= isTheSameWhoeverIsKilled(commands, rows, stream, stack, oracle, report);
      return right;
    }
  }

  private void fill(BackgroundStack stack, Path log) {
    say("making " + clicks + " log lines of " + from + " to " + to);
    require(
        stack.start(
            List.of(
                "generate",
                "--quiet",
                "--clicks=" + clicks,
                "--rate=" + (clicks + seconds() - 1) / seconds(),
                "--start=" + from,
                "--ads=20000",
                "--users=1000000",
                "--duplicates=1%",
                "--late=1%",
                "--seed=" + seed,
                "--out=" + log)));
    say("loading them");
    require(stack.start(List.of("load", log.toString(), "--until-closed")));
    sayThatNoMoreComes(stack);
  }

  /** As clicks of the present would, without being clicks: hours are FINAL some time after. */
  private static void sayThatNoMoreComes(BackgroundStack stack) {
    try (ClickSender sender =
        ClickSender.connect(stack.endpoints().kafkaBootstrap(), Endpoints.CLICKS_TOPIC)) {
      sender.sendHeartbeats(Instant.now().truncatedTo(ChronoUnit.MINUTES).toEpochMilli());
      sender.flush();
    } catch (CommandFailure e) {
      throw new BenchmarkFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private static void require(Process process) {
    try {
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new BenchmarkFailure("the launcher exited with " + exitCode);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }

  /** Until all is final and written, which it says of itself. */
  private static Ended awaitNoDrift(ArchiveCommands commands) {
    say("reconciling until nothing is left out");
    long untilNanos = System.nanoTime() + PATIENCE.toNanos();
    Ended last = commands.run("reconcile");
    while (last.exitCode() != 0) {
      if (System.nanoTime() > untilNanos) {
        last.requireDone();
      }
      LockSupport.parkNanos(LOOK.toNanos());
      last = commands.run("reconcile");
    }
    say("no drift, after %.0f s".formatted(last.seconds()));
    return last;
  }

  private static boolean isWhatSqlSays(Oracle oracle, BackgroundStack stack, Report report) {
    try (QueryClient client = QueryClient.of(stack.endpoints())) {
      Tally tally =
          new Verification(oracle, stack.endpoints(), client, BenchmarkOptions::say)
              .asking(MOST_ASKED)
              .run();
      tally.differences().forEach(difference -> say("WRONG: " + difference));
      report.figure("wrong_of_the_stream", tally.wrong());
      report.remark("The stream, against SQL: " + tally.summary() + ".");
      return tally.wrong() == 0;
    }
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
      ArchiveCommands commands, ReadRows rows, Map<StoreTable, Digest> stream, Report report) {
    say("repairing");
    Ended repaired = commands.run("reconcile", "--repair");
    Map<StoreTable, Digest> after = rows.digests();
    Ended again = commands.run("reconcile", "--repair");
    boolean isSame =
        areSame("after the repair", stream, after)
            && areSame("after another", after, rows.digests());
    report
        .figure("repair_exit_code", repaired.exitCode())
        .figure("second_repair_exit_code", again.exitCode())
        .figure("rows_as_before_the_damage", isSame ? 1 : 0);
    return isSame && repaired.exitCode() == 0 && again.exitCode() == 0 && again.says("no drift");
  }

  private boolean isTheSameWhoeverIsKilled(
      ArchiveCommands commands,
      ReadRows rows,
      Map<StoreTable, Digest> stream,
      BackgroundStack stack,
      Oracle oracle,
      Report report) {
    say("recomputing all of it");
    double seconds = commands.run("recompute").requireDone().seconds();
    report.figure("recompute_clicks_per_second", clicks / seconds);
    say("%.0f s, %s clicks/s".formatted(seconds, number(clicks / seconds)));
    boolean right = areSame("recomputed", stream, rows.digests());
    Random random = new Random(seed);
    UnchangedWatch watch = new UnchangedWatch(stack.endpoints(), HOT_AD, from, to);
    int killed = 0;
    try (watch) {
      boolean isUnfinished = false;
      for (int tries = 0; killed < kills && tries < MOST_TRIES * kills; tries++) {
        double after = (LEAST_SHARE + random.nextDouble() * (1 - LEAST_SHARE)) * seconds;
        isUnfinished =
            isUnfinished
                ? commands.kill(after, "recompute", "--hours-at-once=1", "--resume")
                : commands.kill(after, "recompute", "--hours-at-once=1");
        killed += isUnfinished ? 1 : 0;
        say(
            "%s after %.1f s, %d of %d kills"
                .formatted(isUnfinished ? "killed" : "it had ended", after, killed, kills));
      }
      commands.run("recompute", "--hours-at-once=1", "--resume").requireDone();
    }
    right &= areSame("killed and resumed", stream, rows.digests());
    long oracles = oracle.count(Question.of(from.toEpochMilli(), to.toEpochMilli()).withAd(HOT_AD));
    boolean isUnchanged =
        watch.asked() > watch.refused()
            && watch.seen().size() == 2
            && watch.seen().contains("count " + oracles);
    if (!isUnchanged) {
      say("WRONG: " + HOT_AD + " has " + oracles + " clicks; answered was " + watch.seen());
    }
    report
        .figure("recomputes_killed", killed)
        .figure("answers_meanwhile", (double) watch.asked())
        .figure("questions_meanwhile_without_an_answer", (double) watch.refused())
        .figure("answers_meanwhile_changed", isUnchanged ? 0 : 1)
        .figure("rows_as_not_killed", right ? 1 : 0);
    return right && isUnchanged && killed == kills;
  }

  private static boolean areSame(
      String when, Map<StoreTable, Digest> before, Map<StoreTable, Digest> after) {
    boolean same = true;
    for (StoreTable table : ReadRows.TABLES) {
      if (!Objects.equals(before.get(table), after.get(table))) {
        say(
            "WRONG, "
                + when
                + ": "
                + table
                + " was "
                + before.get(table)
                + ", is "
                + after.get(table));
        same = false;
      }
    }
    return same;
  }
}
