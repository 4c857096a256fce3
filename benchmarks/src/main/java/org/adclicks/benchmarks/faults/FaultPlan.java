package org.adclicks.benchmarks.faults;

import java.util.ArrayList;
import java.util.List;

/** What happens, one after the other. */
record FaultPlan(List<Fault> faults) {

  FaultPlan {
    faults = List.copyOf(faults);
  }

  /** The faults in their order, so many times; some happen once. */
  static FaultPlan of(List<Fault> faults, int rounds) {
    List<Fault> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (Fault fault : faults) {
        if (round == 0 || !fault.happensOnce()) {
          all.add(fault);
        }
      }
    }
    return new FaultPlan(all);
  }
}
