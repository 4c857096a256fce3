package org.adclicks.pipeline.spans;

import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.adclicks.proto.store.Periods;

/**
 * Whole minutes of which clicks may have been in records that nobody can read any more.
 *
 * <p>Units: milliseconds since 1970. Mutable, not thread-safe. Size: one entry a time that records
 * were lost.
 */
final class UnreadSpans {

  /** Their beginnings and ends; no two touch. */
  private final NavigableMap<Long, Long> spans;

  UnreadSpans(SortedMap<Long, Long> spans) {
    this.spans = new TreeMap<>(spans);
  }

  /** Whether that was not known yet. */
  boolean add(long fromMillis, long toMillis) {
    long from = Periods.minuteOf(fromMillis);
    long to = Periods.ceilToMinute(toMillis);
    NavigableMap<Long, Long> before = new TreeMap<>(spans);
    for (Map.Entry<Long, Long> other : before.headMap(to, true).entrySet()) {
      if (other.getValue() >= from) {
        spans.remove(other.getKey());
        from = Math.min(from, other.getKey());
        to = Math.max(to, other.getValue());
      }
    }
    spans.put(from, to);
    return !spans.equals(before);
  }

  /** Where the span that holds this time ends. */
  long endOf(long millis) {
    Map.Entry<Long, Long> span = spans.floorEntry(millis);
    return span == null ? millis : span.getValue();
  }

  /** What is left of these stretches. */
  NavigableMap<Long, Long> cutOutOf(NavigableMap<Long, Long> stretches) {
    NavigableMap<Long, Long> left = new TreeMap<>();
    stretches.forEach(
        (from, to) -> {
          long begin = from;
          for (Map.Entry<Long, Long> span : spans.headMap(to, false).entrySet()) {
            if (span.getValue() > begin) {
              if (span.getKey() > begin) {
                left.put(begin, span.getKey());
              }
              begin = span.getValue();
            }
          }
          if (begin < to) {
            left.put(begin, to);
          }
        });
    return left;
  }

  SortedMap<Long, Long> spans() {
    return new TreeMap<>(spans);
  }
}
