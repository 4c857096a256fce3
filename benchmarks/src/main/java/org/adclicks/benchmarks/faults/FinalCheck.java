package org.adclicks.benchmarks.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.adclicks.benchmarks.faults.Sightings.Wrong;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.kept.Archived;
import org.adclicks.benchmarks.kept.Offsets;
import org.adclicks.benchmarks.kept.RejectedTopic;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.demo.Tally;
import org.adclicks.localstack.demo.Verification;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;

/**
 * Everything a run has left, held against what the queue really held: answers given meanwhile, all
 * rows, the rejected lines, the archive.
 *
 * <p>Errors: {@link BenchmarkFailure} when clicks stay unanswered for ten minutes.
 */
final class FinalCheck {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int SHOWN = 20;

  /** The lateness of ten minutes, checkpoints, and time to get over a fault. */
  private static final Duration FINAL_AFTER = Duration.ofMinutes(20);

  private static final int MOST_ASKED_OF_PEOPLE = 2_000;

  private final FaultRun run;
  private final Report report;
  private final int mostAsked;
  private final List<Long> wrongMillis = new ArrayList<>();

  /**
   * @param mostAsked how many cells and ads are asked for over gRPC; rows are compared all
   */
  FinalCheck(FaultRun run, Report report, int mostAsked) {
    this.run = run;
    this.report = report;
    this.mostAsked = mostAsked;
  }

  /** Returns whether all was right; what is to be seen goes to the report. */
  boolean isRight() {
    Endpoints endpoints = run.stack().endpoints();
    Path lines = run.stack().folder().resolveSibling("lines.json");
    PeopleWatch people = run.people();
    people.close();
    run.open().close();
    run.say("reading the queue back");
    Set<String> filters =
        people.asked().stream().map(PeopleWatch.Asked::filter).collect(Collectors.toSet());
    QueueContent queue = QueueContent.readTo(lines, endpoints, filters);
    Table faults =
        report.table(
            "Faults.",
            "fault",
            "runs",
            "seconds until fresh again, p50",
            "p99",
            "oldest, s",
            "wrong");
    try (Oracle oracle = Oracle.load(lines);
        QueryClient client = QueryClient.of(endpoints)) {
      run.say(oracle.clicks() + " different clicks; waiting until the last is answered for");
      Settled.await(client, oracle.clicks(), PATIENCE);
      run.watch().close();
      report.figure("clicks", (double) oracle.clicks());
      Refusals refusals = run.watch().refusals();
      Refusals.Span silent = refusals.longest();
      double silentSeconds = silent.length().toMillis() / 1000.0;
      run.say(
          String.format(
              Locale.ROOT,
              "longest span without an answer: %.1f s (%s, from %s); refused: %s",
              silentSeconds,
              silent.kind(),
              silent.from(),
              refusals));
      report.figure("longest_without_an_answer_seconds", silentSeconds);
      // First, since comparing everything takes minutes and may be stopped.
      boolean right = isRight("answers", run.watch().sightings(), queue.bounds());
      run.say("questions about people without an answer: " + people.refusals());
      right &= isRight("answers_by_user_or_ip", people.sightings(), queue.bounds());
      right &= isRightOfOpen(queue.arrivals());
      right &= isExplained("answers", refusals);
      right &= isExplained("answers by user or ip", people.refusals());
      right &= isExplained("answers about open minutes", run.open().refusals());
      right &= isAnswered(refusals);
      right &= isFinalTold(run.watch());
      run.recoveries().tell(faults, wrongMillis);
      right &= isKept(queue, endpoints);
      Tally tally =
          new Verification(oracle, endpoints, client, FaultRun::tell)
              .asking(mostAsked)
              .askingToo(questions(people.asked()))
              .run();
      show("differs from the oracle", tally.differences());
      report.figure("wrong_at_the_end", tally.wrong());
      report.remark(tally.summary() + ".");
      return right && tally.wrong() == 0;
    }
  }

  private boolean isKept(QueueContent queue, Endpoints endpoints) {
    Offsets origins = RejectedTopic.origins(endpoints);
    long lost = queue.rejected().missing(origins);
    long wronged = origins.missing(queue.rejected());
    run.say(
        "%d lines are no clicks; in the rejected topic are not %d, and %d that are clicks"
            .formatted(queue.rejected().count(), lost, wronged));
    report.figure("rejected_lines", (double) queue.rejected().count());
    report.figure("rejected_lines_lost", (double) lost);
    report.figure("clicks_rejected", (double) wronged);
    Archived archived = Archived.complete(endpoints.archiveDir(), queue.accepted());
    long unarchived = queue.accepted().missing(archived.offsets());
    long invented = archived.offsets().missing(queue.accepted());
    run.say(
        "%d lines are clicks; in the archive are not %d, %d that are none, and %d once more"
            .formatted(queue.accepted().count(), unarchived, invented, archived.twice()));
    report.figure("archived_not", (double) unarchived);
    report.figure("archived_but_no_click", (double) invented);
    report.figure("archived_once_more", (double) archived.twice());
    return lost == 0 && wronged == 0 && unarchived == 0 && invented == 0;
  }

  private boolean isRight(String what, Sightings sightings, MinuteBounds bounds) {
    List<Wrong> wrong = sightings.wrong(bounds);
    List<Wrong> wentBack = sightings.wentBack();
    Stream.of(wrong, wentBack).flatMap(List::stream).map(Wrong::atMillis).forEach(wrongMillis::add);
    run.say(
        String.format(
            "%d %s asked meanwhile, %d of them FINAL: %d CLOSED and wrong, %d older than one before",
            sightings.count(),
            what.replace('_', ' '),
            sightings.finals(),
            wrong.size(),
            wentBack.size()));
    show("CLOSED and wrong", wrong);
    show("older than an answer before", wentBack);
    report.figure(what + "_asked_meanwhile", (double) sightings.count());
    report.figure(what + "_of_these_final", (double) sightings.finals());
    report.figure(what + "_closed_and_wrong", wrong.size());
    report.figure(what + "_older_than_one_before", wentBack.size());
    // Nothing was shown if nothing was answered.
    return wrong.isEmpty() && wentBack.isEmpty() && sightings.count() > 0;
  }

  /** Whatever is said instead of an answer while nothing is away is wrong, too. */
  private boolean isExplained(String what, Refusals refusals) {
    refusals
        .unjustified()
        .forEach(
            (kind, status) -> run.say("WRONG, instead of " + what + ": " + kind + ": " + status));
    return refusals.unjustified().isEmpty();
  }

  private boolean isAnswered(Refusals refusals) {
    boolean all = true;
    for (String kind : List.of(AnswerWatch.MINUTES, AnswerWatch.COUNT, AnswerWatch.LIST)) {
      if (refusals.answers(kind) == 0) {
        run.say("WRONG: " + kind + " was never answered");
        all = false;
      }
    }
    return all;
  }

  /** In a run that was long enough for it. */
  private boolean isFinalTold(AnswerWatch watch) {
    boolean isTold = watch.length().compareTo(FINAL_AFTER) < 0 || watch.sightings().finals() > 0;
    if (!isTold) {
      run.say("WRONG: no minute was FINAL in " + watch.length().toMinutes() + " minutes");
    }
    return isTold;
  }

  private boolean isRightOfOpen(ArrivalTimes arrivals) {
    List<OpenSighting> sightings = run.open().sightings();
    List<Wrong> wrong = arrivals.wrong(sightings);
    wrong.forEach(each -> wrongMillis.add(each.atMillis()));
    run.say(
        String.format(
            "%d answers about open minutes asked meanwhile: %d wrong",
            sightings.size(), wrong.size()));
    show("of an open minute", wrong);
    report.figure("open_answers_asked_meanwhile", (double) sightings.size());
    report.figure("open_answers_wrong", wrong.size());
    return wrong.isEmpty() && !sightings.isEmpty();
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

  private void show(String what, List<?> found) {
    found.stream().limit(SHOWN).forEach(line -> run.say("WRONG, " + what + ": " + line));
  }
}
