package org.adclicks.benchmarks.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Looks for the highest rate that is sustained: upwards from rate to rate until one is not, then by
 * halves between the last two (or below the first).
 *
 * <p>Units: lines per second. Mutable.
 */
final class RateSearch {

  private final TreeSet<Long> candidates = new TreeSet<>();
  private final long finestStep;
  private long sustained;
  private long refused = Long.MAX_VALUE;

  /**
   * Tries these rates.
   *
   * @param finestStep rates nearer to each other are not told apart
   */
  RateSearch(List<Long> rates, long finestStep) {
    if (rates.isEmpty() || Collections.min(rates) < 1) {
      throw new IllegalArgumentException("rates must be positive, and at least one: " + rates);
    }
    this.candidates.addAll(rates);
    this.finestStep = finestStep;
  }

  /** The next rate to try; nothing when the search is over. */
  OptionalLong next() {
    List<Long> open = new ArrayList<>(candidates.subSet(sustained, false, refused, false));
    if (!open.isEmpty()) {
      return OptionalLong.of(open.get(0));
    }
    if (refused != Long.MAX_VALUE && refused - sustained >= 2 * finestStep) {
      return OptionalLong.of((sustained + refused) / 2 / finestStep * finestStep);
    }
    return OptionalLong.empty();
  }

  /** Tells how a rate went. */
  void tell(long rate, boolean wasSustained) {
    if (wasSustained) {
      sustained = Math.max(sustained, rate);
    } else {
      refused = Math.min(refused, rate);
    }
  }

  /** The highest rate sustained so far; nothing if none was. */
  OptionalLong best() {
    return sustained > 0 ? OptionalLong.of(sustained) : OptionalLong.empty();
  }
}
