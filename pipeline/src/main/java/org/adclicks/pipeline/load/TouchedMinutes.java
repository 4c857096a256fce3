package org.adclicks.pipeline.load;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.adclicks.proto.store.Periods;

/** The minutes that clicks fall into, perhaps years apart: a bit per minute of each touched day. */
final class TouchedMinutes {

  /** What one question about minutes may span: 31 days. */
  private static final long MAX_SPAN_MILLIS = 31 * Periods.DAY_MILLIS;

  private final TreeMap<Long, BitSet> minutesOfDays = new TreeMap<>();

  void add(long millis) {
    minutesOfDays.computeIfAbsent(Periods.dayOf(millis), day -> new BitSet()).set(minute(millis));
  }

  boolean contains(long millis) {
    BitSet minutes = minutesOfDays.get(Periods.dayOf(millis));
    return minutes != null && minutes.get(minute(millis));
  }

  /**
   * The fewest spans of whole days that hold all touched minutes, none longer than may be asked
   * for.
   */
  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    long from = 0;
    long to = Long.MIN_VALUE;
    for (Map.Entry<Long, BitSet> entry : minutesOfDays.entrySet()) {
      long day = entry.getKey();
      boolean continues = day == to && to - from < MAX_SPAN_MILLIS;
      if (!continues) {
        if (to != Long.MIN_VALUE) {
          spans.add(new Span(from, to));
        }
        from = day;
      }
      to = day + Periods.DAY_MILLIS;
    }
    if (to != Long.MIN_VALUE) {
      spans.add(new Span(from, to));
    }
    return spans;
  }

  private static int minute(long millis) {
    return (int) (Math.floorMod(millis, Periods.DAY_MILLIS) / Periods.MINUTE_MILLIS);
  }

  /** fromMillis <= t < toMillis. */
  record Span(long fromMillis, long toMillis) {}
}
