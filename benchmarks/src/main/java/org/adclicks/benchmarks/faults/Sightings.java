package org.adclicks.benchmarks.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All answers that called a minute CLOSED, whichever call gave them. Not for several threads.
 *
 * <p>No answer may be older than one given before it: counts of the same minutes and ad, user or ip
 * never go back, from one call to the next. What they said is held against the queue at the end.
 */
final class Sightings {

  private final Map<Sighting, Sighting> different = new HashMap<>();
  private final Map<String, Sighting> newest = new HashMap<>();
  private final List<Wrong> wentBack = new ArrayList<>();
  private long all;

  /**
   * An answer that was not right.
   *
   * @param askedMillis when it was asked for, by this machine's clock
   */
  record Wrong(long askedMillis, String what) {
    @Override
    public String toString() {
      return what;
    }
  }

  void add(Sighting sighting) {
    all++;
    Sighting before = newest.put(asked(sighting), sighting);
    if (before != null && before.clicks() > sighting.clicks()) {
      wentBack.add(
          new Wrong(
              sighting.askedMillis(),
              String.format(
                  "%s: %s said %d, then %s %d (%d ms later)",
                  asked(sighting),
                  before.call(),
                  before.clicks(),
                  sighting.call(),
                  sighting.clicks(),
                  sighting.askedMillis() - before.askedMillis())));
    }
    // The first time a number was said is the one that tells most.
    different.putIfAbsent(
        new Sighting(
            sighting.call(),
            sighting.fromMillis(),
            sighting.toMillis(),
            sighting.key(),
            sighting.clicks(),
            0),
        sighting);
  }

  private static String asked(Sighting sighting) {
    return "%s from %s to %s"
        .formatted(
            sighting.key(),
            Instant.ofEpochMilli(sighting.fromMillis()),
            Instant.ofEpochMilli(sighting.toMillis()));
  }

  /** How many answers there were. */
  long count() {
    return all;
  }

  /** Answers older than one given before. */
  List<Wrong> wentBack() {
    return List.copyOf(wentBack);
  }

  /** Answers that lacked what had long come, or had more than there was. */
  List<Wrong> wrong(MinuteBounds bounds) {
    List<Wrong> wrong = new ArrayList<>();
    for (Sighting sighting : different.values()) {
      if (!bounds.allow(sighting)) {
        wrong.add(
            new Wrong(
                sighting.askedMillis(),
                String.format(
                    "%s at %s: %s: %d clicks, right is %s",
                    sighting.call(),
                    Instant.ofEpochMilli(sighting.askedMillis()),
                    asked(sighting),
                    sighting.clicks(),
                    bounds.describe(sighting))));
      }
    }
    return wrong;
  }
}
