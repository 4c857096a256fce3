package org.adclicks.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.demo.Tally;
import org.adclicks.localstack.demo.Verification;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.jspecify.annotations.Nullable;

/**
 * One run on a stack that is up: clicks in, questions asked all the time, one fault after the
 * other, and everything compared at the end.
 *
 * <p>Errors: {@link BenchmarkFailure} when a fault is not got over in ten minutes, or clicks stay
 * unanswered for as long.
 */
final class FaultRun implements AutoCloseable {

  private static final Duration FRESH = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 500;
  private static final int SHOWN = 20;

  /** Rows are compared all; asked for over gRPC are as many cells and ads as take a minute. */
  private static final int MOST_ASKED = 20_000;

  private static final int MOST_ASKED_OF_PEOPLE = 2_000;

  private final BackgroundStack stack;
  private final long rate;
  private final Duration recover;
  private final Report report;
  private final Table table;
  private final AnswerWatch watch;
  private final PeopleWatch people;
  private long seed;
  private Traffic traffic;
  private @Nullable AddedPartitions added;
  private boolean allRecovered = true;

  FaultRun(BackgroundStack stack, long rate, long seed, Duration recover, Report report) {
    this.stack = stack;
    this.rate = rate;
    this.seed = seed;
    this.recover = recover;
    this.report = report;
    this.table = report.table("Faults.", "fault", "seconds until fresh again", "oldest, s");
    this.traffic = Traffic.start(stack, rate, seed);
    this.watch = new AnswerWatch(stack.endpoints());
    this.people = new PeopleWatch(stack.endpoints());
  }

  /** Returns whether all was right. */
  boolean through(FaultPlan plan, Duration length) {
    await("the first minute closed", System.currentTimeMillis());
    long stepMillis = length.toMillis() / Math.max(1, plan.faults().size());
    for (Fault fault : plan.faults()) {
      long nextMillis = System.currentTimeMillis() + stepMillis;
      meet(fault);
      while (System.currentTimeMillis() < nextMillis) {
        pause();
      }
    }
    endTraffic();
    return verify();
  }

  private void meet(Fault fault) {
    say(fault.toString());
    long begunMillis = System.currentTimeMillis();
    happen(fault);
    // A fault shows when the next minute should have closed, not at once.
    long freshMillis = 0;
    long oldestSeconds = 0;
    while (System.currentTimeMillis() < begunMillis + FRESH.toMillis() || freshMillis == 0) {
      pause();
      oldestSeconds = Math.max(oldestSeconds, watch.behind().toSeconds());
      if (!isFresh()) {
        freshMillis = 0;
      } else if (freshMillis == 0) {
        freshMillis = System.currentTimeMillis();
      }
      requirePatience(fault.toString(), begunMillis);
    }
    long seconds = (freshMillis - begunMillis) / 1000;
    allRecovered &= seconds <= recover.toSeconds();
    table.row(fault.toString(), String.valueOf(seconds), String.valueOf(oldestSeconds));
    say(fault + ": fresh again after " + seconds + " s, at most " + oldestSeconds + " s behind");
  }

  private void happen(Fault fault) {
    switch (fault) {
      case partitions -> added = AddedPartitions.add(stack.endpoints());
      case move -> moveKafka();
      default -> end(fault);
    }
  }

  private void end(Fault fault) {
    String process = fault.process(stack.endpoints().nodes());
    if (fault.losesAll()) {
      stack.lose(process);
    } else {
      stack.kill(process);
    }
  }

  private void moveKafka() {
    endTraffic();
    int port = stack.endpoints().kafkaPort();
    stack.down();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      stack.up();
      say("kafka moved from " + taken.getLocalPort() + " to " + stack.endpoints().kafkaPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    watch.movedTo(stack.endpoints());
    people.movedTo(stack.endpoints());
    AddedPartitions before = added;
    added = before == null ? null : before.movedTo(stack.endpoints());
    traffic = Traffic.start(stack, rate, ++seed);
  }

  private boolean verify() {
    Path lines = stack.folder().resolveSibling("lines.json");
    people.close();
    say("reading the queue back");
    Set<String> filters =
        people.asked().stream().map(PeopleWatch.Asked::filter).collect(Collectors.toSet());
    MinuteBounds bounds = QueueContent.readTo(lines, stack.endpoints(), filters);
    try (Oracle oracle = Oracle.load(lines);
        QueryClient client = QueryClient.of(stack.endpoints())) {
      say(oracle.clicks() + " different clicks; waiting until the last is answered for");
      Settled.await(client, oracle.clicks(), PATIENCE);
      watch.close();
      report.figure("clicks", (double) oracle.clicks());
      double silent = watch.longestSilence().toMillis() / 1000.0;
      say(String.format(Locale.ROOT, "longest span without an answer: %.1f s", silent));
      report.figure("longest_without_an_answer_seconds", silent);
      // First, since comparing everything takes minutes and may be stopped.
      boolean right = isRight("answers", watch.sightings(), bounds);
      say("questions about people without an answer: " + people.refused());
      right &= isRight("answers_by_user_or_ip", people.sightings(), bounds);
      Tally tally =
          new Verification(oracle, stack.endpoints(), client, FaultRun::say)
              .asking(MOST_ASKED)
              .askingToo(questions(people.asked()))
              .run();
      show("differs from the oracle", tally.differences());
      report.figure("wrong_at_the_end", tally.wrong());
      report.remark(tally.summary() + ".");
      return allRecovered && right && tally.wrong() == 0;
    }
  }

  private boolean isRight(String what, Sightings sightings, MinuteBounds bounds) {
    List<String> wrong = sightings.wrong(bounds);
    List<String> wentBack = sightings.wentBack();
    say(
        String.format(
            "%d %s asked meanwhile: %d CLOSED and wrong, %d older than one before",
            sightings.count(), what.replace('_', ' '), wrong.size(), wentBack.size()));
    show("CLOSED and wrong", wrong);
    show("older than an answer before", wentBack);
    report.figure(what + "_asked_meanwhile", (double) sightings.count());
    report.figure(what + "_closed_and_wrong", wrong.size());
    report.figure(what + "_older_than_one_before", wentBack.size());
    // Nothing was shown if nothing was answered.
    return wrong.isEmpty() && wentBack.isEmpty() && sightings.count() > 0;
  }

  /** As many of them as are asked once more at the end, evenly spread over the run. */
  private static List<Question> questions(List<PeopleWatch.Asked> asked) {
    int step = Math.max(1, asked.size() / MOST_ASKED_OF_PEOPLE);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < asked.size(); i += step) {
      PeopleWatch.Asked each = asked.get(i);
      if (each.filter().contains(":")) {
        // The oracle has the ip as its line spelled it; clicks have one form.
        continue;
      }
      Question all = Question.of(each.fromMillis(), each.toMillis());
      String[] filter = each.filter().split("=", 2);
      questions.add(filter[0].equals("ip") ? all.withIp(filter[1]) : all.withUser(filter[1]));
    }
    return questions;
  }

  private void await(String what, long begunMillis) {
    while (!isFresh()) {
      pause();
      requirePatience(what, begunMillis);
    }
  }

  private boolean isFresh() {
    return watch.behind().compareTo(FRESH) <= 0;
  }

  private static void requirePatience(String what, long begunMillis) {
    if (System.currentTimeMillis() - begunMillis > PATIENCE.toMillis()) {
      throw new BenchmarkFailure(
          what + ": no newer minute is CLOSED after " + PATIENCE.toMinutes() + " minutes");
    }
  }

  private void pause() {
    traffic.keepGoing();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
  }

  private void endTraffic() {
    traffic.close();
    AddedPartitions sender = added;
    if (sender != null) {
      sender.close();
    }
  }

  private static void show(String what, List<String> found) {
    found.stream().limit(SHOWN).forEach(line -> say("WRONG, " + what + ": " + line));
  }

  private static void say(String line) {
    BenchmarkOptions.say(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }

  /** Stops whatever still sends or asks. */
  @Override
  public void close() {
    endTraffic();
    watch.close();
    people.close();
  }
}
