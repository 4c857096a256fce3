package org.adclicks.benchmarks.system;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteState;

/** When each minute was first seen closed. Mutable. */
final class Closings {

  private final Map<Long, Long> closedMillis = new TreeMap<>();

  /** Takes note of an answer of that time. */
  void note(long atMillis, Collection<Minute> minutes) {
    for (Minute minute : minutes) {
      if (minute.getState() != MinuteState.OPEN
          && minute.getState() != MinuteState.MINUTE_STATE_UNSPECIFIED) {
        closedMillis.putIfAbsent(minute.getMinute().getSeconds() * 1000, atMillis);
      }
    }
  }

  /** Whether every minute with a part in from..to is closed. */
  boolean cover(long fromMillis, long toMillis) {
    for (long minute = Periods.minuteOf(fromMillis);
        minute < toMillis;
        minute += Periods.MINUTE_MILLIS) {
      if (!closedMillis.containsKey(minute)) {
        return false;
      }
    }
    return true;
  }

  /** Of clicks sent steadily from..to, as far as their minutes are closed. */
  Freshness freshness(long fromMillis, long toMillis) {
    Freshness freshness = new Freshness();
    closedMillis.forEach(
        (minute, closed) -> {
          long from = Math.max(fromMillis, minute);
          long to = Math.min(toMillis, minute + Periods.MINUTE_MILLIS);
          if (from < to) {
            freshness.add(from, to, closed);
          }
        });
    return freshness;
  }
}
