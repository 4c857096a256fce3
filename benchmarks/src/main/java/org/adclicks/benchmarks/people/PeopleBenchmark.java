package org.adclicks.benchmarks.people;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.past.PastClicks;
import org.adclicks.benchmarks.past.PastHours;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.oracle.Oracle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether answers about users and ips are right while their clicks are being written. */
@Command(
    name = "people",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Some hours of clicks (late ones, doubled ones, some that come again from another country, a"
          + " tenth of them by one user) go through a stack. Random questions about users and ips are"
          + " asked all the time, while blocks of minutes are written and hours rewritten, and who"
          + " does that is killed in the middle. What was called FINAL has to be what SQL says of the"
          + " log; what was CLOSED has all that came in time and nothing that is not there. At the"
          + " end what was asked is asked again.",
      "Exits 1 if an answer differs, if there were too few, or if fewer kills met an hour half written."
    })
public final class PeopleBenchmark implements Callable<Integer> {

  private static final long SECONDS_PER_MINUTE = 60;
  private static final int PEOPLE = 2_000;

  /** No bucket is without any of them. */
  private static final int LEAST_USERS = 5_000;

  private static final int SHOWN = 10;
  private static final int MOST_ASKED_AGAIN = 4_000;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--clicks",
      defaultValue = "1000000",
      description = "Log lines, duplicates included. Default: ${DEFAULT-VALUE}.")
  private long clicks;

  @Option(
      names = "--hours",
      defaultValue = "5",
      description = "They are spread over. Default: ${DEFAULT-VALUE}.")
  private int hours;

  @Option(
      names = "--users",
      defaultValue = "50000",
      description = "Who clicked them. Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--rate",
      defaultValue = "5000",
      description = "Lines a second they are sent with. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--questions",
      defaultValue = "2000",
      description =
          "At least so many FINAL answers before the last hour is rewritten. Default: ${DEFAULT-VALUE}.")
  private int questions;

  @Option(
      names = "--kills",
      defaultValue = "2",
      description =
          "So often who writes an hour is killed while it does, once an hour at most. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--queue",
      description = "Aggregates go to Cassandra through their queue, by a job of its own.")
  private boolean isQueued;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() {
    PastClicks.check(spec, hours, clicks);
    refuseLessThan("--users", users, LEAST_USERS);
    refuseLessThan("--rate", rate, 1);
    refuseLessThan("--kills", kills, 0);
    if (kills > hours) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--kills: one an hour at most, " + hours + ", not " + kills);
    }
    Report report = options.begin(spec);
    PastClicks made = new PastClicks(PastHours.ofOneDay(hours), clicks, users, seed);
    try (WorkFolder folder = WorkFolder.create();
        BackgroundStack stack =
            new BackgroundStack(folder.path(), Runner.FLINK, isQueued, 1, Optional.empty())) {
      stack.up();
      boolean right = isRight(folder.path(), stack, made, report);
      options.finish(report);
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private void refuseLessThan(String option, long value, long least) {
    if (value < least) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + ": must be " + least + " at least, not " + value);
    }
  }

  private boolean isRight(Path folder, BackgroundStack stack, PastClicks made, Report report) {
    Path log = folder.resolve("clicks.json");
    PastHours past = made.hours();
    say("making " + clicks + " log lines of " + past.from() + " to " + past.to());
    made.writeTo(log, stack);
    PeopleLog people = PeopleLog.of(log, clicks * SECONDS_PER_MINUTE / past.seconds(), seed);
    try (Oracle all = Oracle.loadOfSeveralCountries(people.all());
        Oracle inTime = Oracle.loadOfSeveralCountries(people.inTime())) {
      report
          .figure("clicks", (double) all.clicks())
          .figure("clicks_surely_in_time", (double) inTime.clicks())
          .figure("lines_of_clicks_that_were_there", (double) all.duplicates())
          .figure("of_these_from_another_country", (double) people.moved());
      Asked asked = new Asked(stack.endpoints(), past, all.sample(PEOPLE), seed);
      KilledWriter.Seen seen;
      try (asked) {
        say("sending " + people.lines() + " lines, and asking");
        seen = new KilledWriter(stack, past, kills).killWhileSending(people, rate);
      }
      report
          .figure("hours_rewritten", seen.rewritten())
          .figure("killed_while_one_was_written", seen.killed());
      boolean right = isRight(asked, all, inTime, report);
      right &= isRightAgain(asked.answered(), stack, all, inTime, report);
      if (seen.killed() < kills) {
        say("only " + seen.killed() + " kills met an hour that was being written, not " + kills);
      }
      return right && seen.killed() == kills;
    }
  }

  private boolean isRight(Asked asked, Oracle all, Oracle inTime, Report report) {
    List<Answered> answered = asked.answered();
    say("holding " + answered.size() + " answers against SQL");
    Comparison comparison = new Comparison(all, inTime);
    answered.forEach(comparison::add);
    List<Status> refused = asked.refused();
    refused.stream().distinct().limit(SHOWN).forEach(why -> say("no answer: " + why));
    comparison.wrong().stream().limit(SHOWN).forEach(wrong -> say("WRONG: " + wrong));
    report
        .figure("answers", answered.size())
        .figure("questions_without_an_answer", refused.size())
        .figure("answers_final", comparison.settled())
        .figure("answers_final_and_not_of_nothing", comparison.settledWithClicks())
        .figure("answers_wrong", comparison.wrong().size());
    if (comparison.settled() < questions) {
      say("only " + comparison.settled() + " answers were FINAL, not " + questions);
    }
    return comparison.wrong().isEmpty()
        && comparison.settled() >= questions
        && refused.stream().allMatch(status -> status.getCode() == Status.Code.UNAVAILABLE);
  }

  /** All is FINAL by now. */
  private boolean isRightAgain(
      List<Answered> answered, BackgroundStack stack, Oracle all, Oracle inTime, Report report) {
    int step = 1 + answered.size() / MOST_ASKED_AGAIN;
    say("asking " + (step == 1 ? "all of it" : "one in " + step) + " again");
    Comparison again = new Comparison(all, inTime);
    int asked = 0;
    int refused = 0;
    try (PeopleClient client = new PeopleClient(stack.endpoints())) {
      for (int i = 0; i < answered.size(); i += step) {
        Answered before = answered.get(i);
        asked++;
        try {
          again.add(client.ask(before.question()));
        } catch (StatusRuntimeException e) {
          say("no answer to " + before.question() + ": " + e.getStatus());
          refused++;
        }
      }
    }
    again.wrong().stream().limit(SHOWN).forEach(wrong -> say("WRONG at the end: " + wrong));
    report
        .figure("answers_at_the_end", asked - refused)
        .figure("answers_at_the_end_final", again.settled())
        .figure("answers_at_the_end_wrong", again.wrong().size());
    return again.wrong().isEmpty() && again.settled() == asked;
  }
}
