package org.adclicks.benchmarks.corrections;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;

import java.util.Random;
import org.adclicks.benchmarks.past.ArchiveCommands;

/** Recomputes of the same hours, killed at any moment, each going on where the last was killed. */
final class KilledRecomputes {

  private static final int MOST_TRIES = 3;

  /** Of the time a recompute takes; before that hardly anything is written. */
  private static final double LEAST_SHARE = 0.2;

  private static final String HOUR_BY_HOUR = "--hours-at-once=1";
  private static final String RESUME = "--resume";

  private final ArchiveCommands commands;
  private final double wholeSeconds;
  private final Random random;

  /**
   * @param wholeSeconds what one that is not killed takes
   */
  KilledRecomputes(ArchiveCommands commands, double wholeSeconds, Random random) {
    this.commands = commands;
    this.wholeSeconds = wholeSeconds;
    this.random = random;
  }

  /**
   * Kills so many, and lets one end.
   *
   * @return how many were killed: fewer, if they had ended before again and again
   */
  int kill(int wanted) {
    int killed = 0;
    boolean isUnfinished = false;
    for (int tries = 0; killed < wanted && tries < MOST_TRIES * wanted; tries++) {
      double after = (LEAST_SHARE + random.nextDouble() * (1 - LEAST_SHARE)) * wholeSeconds;
      isUnfinished =
          isUnfinished
              ? commands.kill(after, "recompute", HOUR_BY_HOUR, RESUME)
              : commands.kill(after, "recompute", HOUR_BY_HOUR);
      killed += isUnfinished ? 1 : 0;
      say(
          "%s after %.1f s, %d of %d kills"
              .formatted(isUnfinished ? "killed" : "it had ended", after, killed, wanted));
    }
    commands.run("recompute", HOUR_BY_HOUR, RESUME).requireDone();
    return killed;
  }
}
