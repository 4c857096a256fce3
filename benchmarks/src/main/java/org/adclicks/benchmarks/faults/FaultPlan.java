package org.adclicks.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * What happens, one after the other: the faults in their order, so many times, and then any of
 * them.
 *
 * @param rounds what happens first; some happen once
 * @param random what may happen after it, in an order by the seed
 * @param randomFor for how long; zero for not at all
 */
record FaultPlan(List<Fault> rounds, List<Fault> random, Duration randomFor, long seed) {

  FaultPlan {
    rounds = List.copyOf(rounds);
    random = List.copyOf(random);
  }

  static FaultPlan of(List<Fault> faults, int rounds, Duration randomFor, long seed) {
    List<Fault> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (Fault fault : faults) {
        if (round == 0 || !fault.happensOnce()) {
          all.add(fault);
        }
      }
    }
    List<Fault> again = faults.stream().filter(fault -> !fault.happensOnce()).toList();
    return new FaultPlan(all, again, again.isEmpty() ? Duration.ZERO : randomFor, seed);
  }

  /** The order at random, without an end; the same for the same seed. */
  Iterator<Fault> atRandom() {
    return new Random(seed).ints(0, random.size()).mapToObj(random::get).iterator();
  }
}
