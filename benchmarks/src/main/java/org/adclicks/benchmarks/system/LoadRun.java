package org.adclicks.benchmarks.system;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.ListMinutesResponse;

/**
 * One load on a running stack, watched through the query service until every line is answered for.
 *
 * <p>Errors: {@link BenchmarkFailure} when a part of the stack ends, or when lines stay unanswered
 * and nothing moves any more.
 */
final class LoadRun {

  private static final long LOOK_MILLIS = 250;
  private static final int LOOKS_PER_USAGE = 4;
  private static final int LOOKS_PER_PROGRESS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Late clicks are of minutes before the load. */
  private static final long MAX_LATENESS_MILLIS = 15 * Periods.MINUTE_MILLIS;

  private final StackUnderTest stack;
  private final Load load;
  private final Duration freshnessLimit;
  private final long accountsFromMillis = System.currentTimeMillis() - MAX_LATENESS_MILLIS;
  private final Accounts before;
  private final Openings openings = new Openings();
  private final Closings closings = new Closings();
  private final LagTimeline lag = new LagTimeline();
  private final long skippedLogBytes;
  private final ChildProcess generator;
  private final Usage usage;
  private final UserQuestions questions;
  private final MonthQuestions months;
  private long lookCount;

  private LoadRun(StackUnderTest stack, Load load, Duration freshnessLimit) {
    this.stack = stack;
    this.load = load;
    this.freshnessLimit = freshnessLimit;
    this.before = accounts();
    this.skippedLogBytes = stack.generatorLog().toFile().length();
    this.generator = stack.generate(load);
    List<ChildProcess> watched = new ArrayList<>(stack.processes());
    watched.add(generator);
    this.usage = new Usage(watched);
    this.questions = stack.askOfUsers();
    this.months = stack.askOfMonths();
  }

  static LoadResult run(StackUnderTest stack, Load load, Duration freshnessLimit) {
    BenchmarkOptions.say(
        String.format(
            "%s: %,d lines/s for %d s", load.name(), load.rate(), load.length().toSeconds()));
    LoadRun run = new LoadRun(stack, load, freshnessLimit);
    try (ChildProcess generator = run.generator;
        UserQuestions questions = run.questions;
        MonthQuestions months = run.months) {
      return run.watch(generator, questions, months);
    }
  }

  private LoadResult watch(
      ChildProcess sending, UserQuestions asking, MonthQuestions askingOfMonths) {
    while (sending.isAlive()) {
      look();
      if (lookCount % LOOKS_PER_PROGRESS == 0) {
        tell(String.format("%,d sent", log().linesSoFar()));
      }
    }
    long endMillis = System.currentTimeMillis();
    asking.close();
    askingOfMonths.close();
    String cores = usage.cores();
    GeneratorLog.Sent sent = sent();
    Accounts accounts = awaitAnswers(sent, endMillis);
    long answeredMillis = System.currentTimeMillis() - endMillis;
    long beginMillis = endMillis - (long) (sent.seconds() * 1000);
    return new LoadResult(
        load,
        sent,
        accounts,
        closings.freshness(beginMillis, endMillis),
        openings.freshness(beginMillis, endMillis),
        lag.growth(beginMillis, endMillis),
        lag.max(),
        lag.underAgainAfter(endMillis, freshnessLimit.toMillis()),
        answeredMillis,
        cores,
        usage,
        asking.summary(),
        askingOfMonths.summary(),
        askingOfMonths.isRight());
  }

  private Accounts awaitAnswers(GeneratorLog.Sent sent, long endMillis) {
    Accounts accounts = accounts().since(before);
    long movedMillis = System.currentTimeMillis();
    while (accounts.all() < sent.lines() || !closings.cover(endMillis - 1, endMillis)) {
      look();
      if (lookCount % LOOKS_PER_USAGE == 0) {
        Accounts now = accounts().since(before);
        if (!now.equals(accounts)) {
          movedMillis = System.currentTimeMillis();
        }
        accounts = now;
      }
      if (lookCount % LOOKS_PER_PROGRESS == 0) {
        tell(String.format("answered for %,d of %,d", accounts.all(), sent.lines()));
      }
      if (System.currentTimeMillis() - movedMillis > PATIENCE.toMillis()) {
        throw new BenchmarkFailure(
            String.format(
                "nothing has moved for %d s; of %,d lines: %s",
                PATIENCE.toSeconds(), sent.lines(), accounts));
      }
    }
    return accounts().since(before);
  }

  private void look() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    ListMinutesResponse answer = stack.newestMinutes();
    long now = System.currentTimeMillis();
    closings.note(now, answer.getMinutesList());
    long through = stack.countedThroughMillis();
    openings.note(System.currentTimeMillis(), through);
    if (answer.hasAsOf()) {
      lag.add(now, answer.getAsOf().getSeconds() * 1000);
      questions.completeThrough(answer.getAsOf().getSeconds() * 1000);
    }
    if (++lookCount % LOOKS_PER_USAGE == 0) {
      usage.look();
      stack.requireAlive();
    }
  }

  private Accounts accounts() {
    return Accounts.of(
        stack
            .minutes(
                Periods.minuteOf(accountsFromMillis),
                System.currentTimeMillis() + Periods.MINUTE_MILLIS)
            .getMinutesList());
  }

  private GeneratorLog log() {
    return GeneratorLog.read(stack.generatorLog(), skippedLogBytes);
  }

  private GeneratorLog.Sent sent() {
    Optional<GeneratorLog.Sent> sent = log().sent();
    if (generator.exitCode() != 0 || sent.isEmpty()) {
      throw new BenchmarkFailure(generator.describeEnd());
    }
    return sent.get();
  }

  private void tell(String what) {
    BenchmarkOptions.say(
        String.format(
            "%s %s: %s; as_of %d s behind; cores: %s",
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            load.name(),
            what,
            lag.newest() / 1000,
            usage.cores()));
  }
}
