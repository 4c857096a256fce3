package org.adclicks.benchmarks.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.adclicks.benchmarks.faults.Sightings.Wrong;
import org.adclicks.click.Click;

/**
 * When the clicks of each minute and ad came, each identity once: what an answer about an open
 * minute must hold, and what it can.
 *
 * <p>Units: milliseconds since 1970, by the queue's clock.
 */
final class ArrivalTimes {

  private static final long MINUTE_MILLIS = 60_000;

  private final Set<String> ads;

  /** By minute and ad: identity -> when the first of it came. */
  private final Map<String, Map<String, Long>> arrivals = new HashMap<>();

  /** Of these ads. */
  ArrivalTimes(Set<String> ads) {
    this.ads = Set.copyOf(ads);
  }

  /** A click, as it lies in the queue. Its partitions may be read one after another. */
  void add(Click click, long arrivalMillis) {
    String identity =
        String.join("\n", click.adId(), click.userId(), click.ip()) + click.clickTimestampMillis();
    if (ads.contains(click.adId())) {
      long minute = Math.floorDiv(click.clickTimestampMillis(), MINUTE_MILLIS) * MINUTE_MILLIS;
      arrivals
          .computeIfAbsent(key(minute, click.adId()), k -> new HashMap<>())
          .merge(identity, arrivalMillis, Math::min);
    }
  }

  private static String key(long minute, String adId) {
    return minute + " " + adId;
  }

  /** Answers that lacked what they said they hold, or had more than there was by then. */
  List<Wrong> wrong(List<OpenSighting> sightings) {
    List<Wrong> wrong = new ArrayList<>();
    for (OpenSighting each : sightings) {
      Collection<Long> came =
          arrivals.getOrDefault(key(each.minuteMillis(), each.adId()), Map.of()).values();
      long atLeast = came.stream().filter(arrival -> arrival < each.throughMillis()).count();
      long atMost = came.stream().filter(arrival -> arrival <= each.answeredMillis()).count();
      if (each.clicks() < atLeast || (each.isListed() && each.clicks() > atMost)) {
        wrong.add(
            new Wrong(
                each.answeredMillis(),
                String.format(
                    "%s at %s: %s of minute %s counted through %s: %s%d clicks, right is %d..%d",
                    each.call(),
                    Instant.ofEpochMilli(each.answeredMillis()),
                    each.adId(),
                    Instant.ofEpochMilli(each.minuteMillis()),
                    Instant.ofEpochMilli(each.throughMillis()),
                    each.isListed() ? "" : "at most ",
                    each.clicks(),
                    atLeast,
                    atMost)));
      }
    }
    return wrong;
  }
}
