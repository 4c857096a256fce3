package org.adclicks.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A part of ours and the library's that would do the same, measured in one run.
 *
 * <p>Two benchmarks of one class whose names differ only in these last words are such a pair.
 *
 * @param part what is written by hand, as in the benchmarks' names
 * @param byHand time of one operation
 * @param byLibrary the same, in the same unit
 */
record HandWritten(String part, double byHand, double byLibrary) {

  /** What is written by hand and less faster than this goes: the library takes over. */
  static final double LEAST_RATIO = 1.3;

  private static final String BY_HAND = "ByHand";
  private static final String BY_LIBRARY = "ByLibrary";

  /** The pairs among benchmarks, by class and method, each with its time. */
  static List<HandWritten> among(Map<String, Double> times) {
    List<HandWritten> pairs = new ArrayList<>();
    times.forEach(
        (name, byHand) -> {
          if (name.endsWith(BY_HAND)) {
            String part = name.substring(0, name.length() - BY_HAND.length());
            Double byLibrary = times.get(part + BY_LIBRARY);
            if (byLibrary != null) {
              pairs.add(new HandWritten(part, byHand, byLibrary));
            }
          }
        });
    return pairs;
  }

  /** How many times as fast ours is. */
  double ratio() {
    return byLibrary / byHand;
  }

  boolean keepsItsPlace() {
    return ratio() >= LEAST_RATIO;
  }
}
