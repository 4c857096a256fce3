package org.adclicks.benchmarks.people;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.kept.ClickHours;
import org.adclicks.benchmarks.past.PastClicks;
import org.adclicks.benchmarks.past.PastHours;

/**
 * Who rewrites hours of clicks, killed in the middle of one while a log is sent.
 *
 * <p>Mutable, not thread-safe. Errors: {@link BenchmarkFailure} when an hour is not rewritten
 * within a quarter of an hour after the last line.
 */
final class KilledWriter {

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int LOOKS_PER_SECOND = 4;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1) / LOOKS_PER_SECOND;

  private final BackgroundStack stack;
  private final PastHours past;
  private final int kills;
  private Instant killedIn = Instant.EPOCH;
  private int killed;
  private int rewritten;

  /** What was seen: hours rewritten, and how often who wrote one that was half there was killed. */
  record Seen(int rewritten, int killed) {}

  /**
   * @param kills so often, and once an hour at most
   */
  KilledWriter(BackgroundStack stack, PastHours past, int kills) {
    this.stack = stack;
    this.past = past;
    this.kills = kills;
  }

  /** Sends it all, and returns when all hours are rewritten. */
  Seen killWhileSending(PeopleLog log, int linesPerSecond) {
    try (PacedLog lines = new PacedLog(log.all(), stack.endpoints(), linesPerSecond);
        ClickHours written = ClickHours.of(stack.endpoints())) {
      Instant hour = past.from();
      while (lines.send(linesPerSecond / LOOKS_PER_SECOND + 1) < log.lines()) {
        hour = lookAt(hour, written);
      }
      say("all sent");
      PastClicks.sayThatNoMoreCome(stack);
      long untilNanos = System.nanoTime() + PATIENCE.toNanos();
      while (hour.isBefore(past.to())) {
        if (System.nanoTime() > untilNanos) {
          throw new BenchmarkFailure(
              "after " + PATIENCE.toMinutes() + " minutes the hour of " + hour + " is not there");
        }
        LockSupport.parkNanos(LOOK_NANOS);
        hour = lookAt(hour, written);
      }
    }
    return new Seen(rewritten, killed);
  }

  /** Returns the first hour that is not rewritten: this one, or the next. */
  private Instant lookAt(Instant hour, ClickHours written) {
    if (!hour.isBefore(past.to())) {
      return hour;
    }
    if (!written.through().orElse(Instant.EPOCH).isBefore(ClickHours.next(hour))) {
      say("hour of " + hour + " is rewritten");
      rewritten++;
      return ClickHours.next(hour);
    }
    if (killed < kills && hour.isAfter(killedIn) && written.isHalfWritten(hour)) {
      String writer = stack.isQueued() ? "store" : stack.worker();
      stack.kill(writer);
      killed++;
      killedIn = hour;
      say("killed the " + writer + " while it wrote the hour of " + hour);
    }
    return hour;
  }
}
