package org.adclicks.pipeline.spans;

import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of event time one pipeline has counted: around minutes with clicks, and on as far
 * as progress goes from there. What lies between two of them it did not count: nobody clicked, or
 * time jumped over what was never sent, as from a stray click of 2001, or a log of then, to today.
 *
 * <p>Units: milliseconds since 1970. Mutable, not thread-safe. Size: one entry a stretch, which are
 * more than a month apart.
 */
final class Stretches {

  /** Neither a holiday without clicks nor a log of some days here and there ends a stretch. */
  private static final long GAP_MILLIS = StoreSchema.STRETCH_GAP_MILLIS;

  /** Their beginnings and ends. */
  private final NavigableMap<Long, Long> ends;

  Stretches(SortedMap<Long, Long> ends) {
    this.ends = new TreeMap<>(ends);
  }

  /** Notes a minute with clicks, in any order. */
  void addMinute(long minuteMillis) {
    add(minuteMillis, minuteMillis + Periods.MINUTE_MILLIS);
  }

  /** Notes how far all is complete. */
  void addProgress(long throughMillis) {
    if (ends.floorKey(throughMillis) != null) {
      add(throughMillis, throughMillis);
    }
  }

  private void add(long from, long to) {
    Map.@Nullable Entry<Long, Long> before = ends.floorEntry(from);
    boolean goesOn = before != null && from <= before.getValue() + GAP_MILLIS;
    long start = before != null && goesOn ? before.getKey() : from;
    long end = before != null && goesOn ? Math.max(before.getValue(), to) : to;
    Map.@Nullable Entry<Long, Long> next = ends.higherEntry(start);
    while (next != null && next.getKey() <= end + GAP_MILLIS) {
      end = Math.max(end, next.getValue());
      ends.remove(next.getKey());
      next = ends.higherEntry(start);
    }
    ends.put(start, end);
  }

  /** What of them is complete, where all is through here: beginnings and ends. */
  NavigableMap<Long, Long> completeThrough(long throughMillis) {
    NavigableMap<Long, Long> complete = new TreeMap<>(ends.headMap(throughMillis, false));
    complete.replaceAll((from, end) -> Math.min(end, throughMillis));
    return complete;
  }

  /** The end of the newest; {@link Long#MIN_VALUE} if there is none. */
  long endMillis() {
    return ends.isEmpty() ? Long.MIN_VALUE : ends.lastEntry().getValue();
  }

  /** Beginnings and ends of all. */
  SortedMap<Long, Long> ends() {
    return new TreeMap<>(ends);
  }
}
