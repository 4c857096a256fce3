package org.adclicks.localstack;

import java.time.Duration;

/**
 * How long to wait before a part is started again: twice as long each time, up to a longest, and
 * from the shortest again once it has run for a healthy while.
 *
 * <p>State: how often it has failed since. Not for more than one thread.
 */
final class Pauses {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration HEALTHY = Duration.ofMinutes(2);

  private Duration next = SHORTEST;

  /** The pause after a process that has run for so long; zero for one that never came up. */
  Duration after(Duration ran) {
    if (ran.compareTo(HEALTHY) >= 0) {
      next = SHORTEST;
    }
    Duration pause = next;
    next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    return pause;
  }
}
