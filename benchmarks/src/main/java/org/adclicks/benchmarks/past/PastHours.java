package org.adclicks.benchmarks.past;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/**
 * Whole hours of one day that are over for an hour at least: what is counted of them can be FINAL.
 *
 * @param from their first millisecond
 * @param to the first behind them
 */
public record PastHours(Instant from, Instant to) {

  /** The newest: of yesterday, if today has not as many. */
  public static PastHours ofOneDay(int many) {
    return endingBy(Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS), many);
  }

  /** The newest of one day that end by then. */
  static PastHours endingBy(Instant hour, int many) {
    Instant midnight = hour.truncatedTo(ChronoUnit.DAYS);
    Instant from = hour.minus(many, ChronoUnit.HOURS);
    return from.isBefore(midnight)
        ? new PastHours(midnight.minus(many, ChronoUnit.HOURS), midnight)
        : new PastHours(from, hour);
  }

  /**
   * The newest of a day whose roll-up is not made yet; fewer, if it has not as many.
   *
   * @throws BenchmarkFailure if it has none
   */
  public static PastHours ofToday(int atMost) {
    Instant to = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
    long ofToday = ChronoUnit.HOURS.between(to.truncatedTo(ChronoUnit.DAYS), to);
    if (ofToday == 0) {
      throw new BenchmarkFailure("the day has no hour yet that is over for long: after 02:00 UTC");
    }
    if (ofToday < atMost) {
      say("of today there are " + ofToday + " hours, not " + atMost + ": they are taken");
    }
    return new PastHours(to.minus(Math.min(atMost, ofToday), ChronoUnit.HOURS), to);
  }

  /** How many they are. */
  public long count() {
    return ChronoUnit.HOURS.between(from, to);
  }

  public long seconds() {
    return Duration.between(from, to).toSeconds();
  }
}
