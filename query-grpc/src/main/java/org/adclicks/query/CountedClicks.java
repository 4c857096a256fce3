package org.adclicks.query;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.adclicks.proto.store.Periods;

/** How often one ad was clicked: by country from cells and roll-ups, by user and ip from clicks. */
final class CountedClicks {

  private final ClickStore store;

  CountedClicks(ClickStore store) {
    this.store = store;
  }

  long total(String adId, Filter filter, MinuteInterval interval, Progress progress) {
    if (!filter.needsClickIndex()) {
      return store
          .cells()
          .clicks(
              adId,
              filter.country(),
              RangePlan.withRollUps(interval, progress.rolledUpThroughMillis()));
    }
    LongAdder total = new LongAdder();
    store
        .clickIndex()
        .forEach(
            filter,
            interval,
            (clicked, at) -> {
              if (clicked.equals(adId)) {
                total.increment();
              }
            });
    return total.sum();
  }

  /** By minute, without those minutes that have no click. */
  Map<Long, Long> perMinute(String adId, Filter filter, MinuteInterval interval) {
    if (!filter.needsClickIndex()) {
      return store.cells().clicksPerMinute(adId, filter.country(), interval);
    }
    Map<Long, Long> clicks = new ConcurrentHashMap<>();
    store
        .clickIndex()
        .forEach(
            filter,
            interval,
            (clicked, at) -> {
              if (clicked.equals(adId)) {
                clicks.merge(Periods.minuteOf(at), 1L, Long::sum);
              }
            });
    return clicks;
  }
}
