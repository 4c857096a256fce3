package org.adclicks.query.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.store.ClickPiece;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.Horizon;
import org.adclicks.query.store.RangePlan;
import org.adclicks.query.store.StoredTable;

/**
 * How often one ad was clicked: by dimensions from cells, open ones too, and roll-ups, by user and
 * ip from clicks.
 */
final class ClickCounter {

  private final ClickStore store;
  private final Admission admission;

  ClickCounter(ClickStore store, Admission admission) {
    this.store = store;
    this.admission = admission;
  }

  long total(String adId, Filter filter, Reach.Cut cut, Reach reach) {
    long total = cut.closed() == null ? 0 : total(adId, filter, cut.closed(), reach.closed());
    for (long clicks : ofOpen(adId, filter, cut, reach).values()) {
      total += clicks;
    }
    return total;
  }

  private long total(String adId, Filter filter, MinuteInterval interval, Horizon horizon) {
    if (!filter.needsClickIndex()) {
      List<RangePlan.Piece> pieces = horizon.plan(interval);
      return admission.admit(
          pieces.size(), () -> store.cells().clicks(adId, filter.scope(), pieces));
    }
    LongAdder total = new LongAdder();
    forEachOf(adId, filter, horizon.planClicks(interval), at -> total.increment());
    return total.sum();
  }

  /** By minute, without those minutes that have no click. */
  Map<Long, Long> perMinute(String adId, Filter filter, Reach.Cut cut, Reach reach) {
    Map<Long, Long> clicks = new HashMap<>(ofOpen(adId, filter, cut, reach));
    if (cut.closed() != null) {
      clicks.putAll(perMinute(adId, filter, cut.closed(), reach.closed()));
    }
    return clicks;
  }

  private Map<Long, Long> ofOpen(String adId, Filter filter, Reach.Cut cut, Reach reach) {
    return cut.open() == null
        ? Map.of()
        : store.open().clicksPerMinute(adId, filter.scope(), cut.open(), reach.open());
  }

  private Map<Long, Long> perMinute(
      String adId, Filter filter, MinuteInterval interval, Horizon horizon) {
    if (!filter.needsClickIndex()) {
      horizon.require(StoredTable.CELLS, interval);
      return store.cells().clicksPerMinute(adId, filter.scope(), interval, horizon.restated());
    }
    Map<Long, Long> clicks = new ConcurrentHashMap<>();
    forEachOf(
        adId,
        filter,
        horizon.planClicks(interval),
        at -> clicks.merge(Periods.minuteOf(at), 1L, Long::sum));
    return clicks;
  }

  /** Hands over the time of each of the ad's clicks by a user or an ip. */
  private void forEachOf(String adId, Filter filter, List<ClickPiece> pieces, LongConsumer times) {
    admission.admit(
        Admission.ofIndex(pieces),
        () ->
            store
                .clickIndex()
                .forEach(
                    filter,
                    pieces,
                    (clicked, at) -> {
                      if (clicked.equals(adId)) {
                        times.accept(at);
                      }
                    }));
  }
}
