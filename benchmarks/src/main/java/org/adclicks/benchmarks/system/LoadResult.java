package org.adclicks.benchmarks.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one load did to the system.
 *
 * @param sent lines that Kafka took, and in how long
 * @param accounts what became of them
 * @param openFreshness of answers that include open minutes: from the queue to the answer
 * @param lagGrowth by how many seconds as_of fell back per second while clicks came
 * @param caughtUpMillis how long after the last click as_of was too far behind for the last time
 * @param answeredMillis how long after the last click all of them were answered for
 * @param cores each process used while clicks came
 * @param usersHours how fast questions about a user's last hour were answered while clicks came
 * @param usersMonths likewise about a user's thirty days
 * @param areMonthsRight whether none of these answers was wrong
 * @param usage of the processes from the first click until all were answered for
 */
record LoadResult(
    Load load,
    GeneratorLog.Sent sent,
    Accounts accounts,
    Freshness freshness,
    Freshness openFreshness,
    double lagGrowth,
    long maxLagMillis,
    long caughtUpMillis,
    long answeredMillis,
    String cores,
    Usage usage,
    String usersHours,
    String usersMonths,
    boolean areMonthsRight) {

  /** A generator this far behind its rate has not put the load on that is to be judged. */
  private static final double KEPT_UP = 0.98;

  /** as_of moves in steps of ten seconds, which look like a slope in a short load. */
  private static final double GROWING = 0.1;

  boolean generatorKeptUp() {
    return sent.linesPerSecond() >= KEPT_UP * load.rate();
  }

  long lost() {
    return sent.lines() - accounts.all();
  }

  /**
   * Whether every line is answered for, none came too late because of us, and no answer is wrong.
   */
  boolean isComplete() {
    return lost() == 0 && accounts.tooLate() == 0 && accounts.rejected() == 0 && areMonthsRight;
  }

  /** The p50, p99 and greatest age in such answers, in seconds; nothing if there were none. */
  String openAges() {
    return openFreshness.isEmpty()
        ? "none"
        : String.format(
            "%.1f / %.1f / %.1f",
            openFreshness.quantile(0.5) / 1000,
            openFreshness.quantile(0.99) / 1000,
            openFreshness.max() / 1000);
  }

  double p99Seconds() {
    return freshness.quantile(0.99) / 1000;
  }

  /** Why the system does not sustain this load; nothing if it does. */
  List<String> shortfalls(Duration freshnessLimit) {
    List<String> reasons = new ArrayList<>();
    if (!generatorKeptUp()) {
      reasons.add(
          String.format("only %,.0f lines/s could be generated beside it", sent.linesPerSecond()));
    }
    if (p99Seconds() > freshnessLimit.toSeconds()) {
      reasons.add(String.format("p99 freshness is %.0f s", p99Seconds()));
    }
    if (lagGrowth > GROWING) {
      reasons.add(String.format("as_of fell back by %.2f s per second", lagGrowth));
    }
    if (!isComplete()) {
      reasons.add(
          areMonthsRight
              ? "of " + sent.lines() + " lines: " + accounts
              : "wrong about a user's thirty days: " + usersMonths);
    }
    return reasons;
  }

  boolean isSustained(Duration freshnessLimit) {
    return shortfalls(freshnessLimit).isEmpty();
  }
}
