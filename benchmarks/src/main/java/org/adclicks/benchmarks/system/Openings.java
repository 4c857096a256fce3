package org.adclicks.benchmarks.system;

import java.util.Map;
import java.util.TreeMap;

/**
 * When answers that include open minutes were first seen to hold all that the queue had taken by
 * what time. Mutable.
 *
 * <p>Units: milliseconds since 1970.
 */
final class Openings {

  /** What was counted through -> when that was first seen. */
  private final TreeMap<Long, Long> seenMillis = new TreeMap<>();

  /** Takes note of an answer of that time. */
  void note(long atMillis, long countedThroughMillis) {
    if (seenMillis.isEmpty() || countedThroughMillis > seenMillis.lastKey()) {
      seenMillis.put(countedThroughMillis, atMillis);
    }
  }

  /** From the queue to an answer, of clicks it took steadily from..to. */
  Freshness freshness(long fromMillis, long toMillis) {
    Freshness freshness = new Freshness();
    long before = Long.MAX_VALUE;
    for (Map.Entry<Long, Long> each : seenMillis.entrySet()) {
      long from = Math.max(fromMillis, before);
      long to = Math.min(toMillis, each.getKey());
      if (from < to) {
        freshness.add(from, to, each.getValue());
      }
      before = each.getKey();
    }
    return freshness;
  }
}
