package org.adclicks.benchmarks.faults;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All answers that called a minute CLOSED, whichever call gave them. Not for several threads.
 *
 * <p>No answer may be older than one given before it: counts of the same minutes and ad, user or ip
 * never go back, from one call to the next. What they said is held against the queue at the end.
 */
final class Sightings {

  private final Map<Sighting, Sighting> different = new HashMap<>();
  private final Map<Sighting, Sighting> unlisted = new HashMap<>();
  private final Map<String, Sighting> newest = new HashMap<>();
  private final List<Wrong> wentBack = new ArrayList<>();
  private long all;
  private long finals;
  private long asOfMillis;

  /**
   * An answer that was not right.
   *
   * @param atMillis when it was given, by this machine's clock
   */
  record Wrong(long atMillis, String what) {
    @Override
    public String toString() {
      return what;
    }
  }

  void add(Sighting sighting) {
    all++;
    finals += sighting.isFinal() ? 1 : 0;
    Sighting before = newest.put(asked(sighting), sighting);
    compare(before, sighting, "");
    different.putIfAbsent(timeless(sighting), sighting);
  }

  /** How far an answer said that all is there: that does not go back either. */
  void addAsOf(String call, long toldMillis, long answeredMillis) {
    if (toldMillis < asOfMillis) {
      wentBack(
          answeredMillis,
          "as_of was %s, then %s said %s",
          Instant.ofEpochMilli(asOfMillis),
          call,
          Instant.ofEpochMilli(toldMillis));
    }
    asOfMillis = Math.max(asOfMillis, toldMillis);
  }

  /** An answer that called its minutes OPEN: what had been told to be there was not. */
  void addOpen(Sighting sighting) {
    if (sighting.toMillis() <= asOfMillis) {
      wentBack(
          sighting.answeredMillis(),
          "%s was there as of %s, then %s called it OPEN",
          asked(sighting),
          Instant.ofEpochMilli(asOfMillis),
          sighting.call());
    }
  }

  /** A minute of which clicks had been told was not among those that were told of. */
  void addVanished(String call, long minuteMillis, long answeredMillis) {
    wentBack(
        answeredMillis,
        "minute %s was CLOSED, then %s did not name it",
        Instant.ofEpochMilli(minuteMillis),
        call);
  }

  /**
   * A list's first ad was another one, or there was none: the one asked about has at most the
   * sighting's clicks, which are those of the first, or 0.
   */
  void addUnlisted(Sighting sighting) {
    all++;
    compare(newest.get(asked(sighting)), sighting, "at most ");
    unlisted.putIfAbsent(timeless(sighting), sighting);
  }

  private void compare(@Nullable Sighting before, Sighting now, String atMost) {
    if (before != null && before.isFinal() && !now.isFinal()) {
      wentBack(
          now.answeredMillis(),
          "%s: %s said FINAL, then %s CLOSED",
          asked(now),
          before.call(),
          now.call());
    }
    if (before != null && before.clicks() > now.clicks()) {
      wentBack(
          now.answeredMillis(),
          "%s: %s said %d, then %s %s%d (%d ms later)",
          asked(now),
          before.call(),
          before.clicks(),
          now.call(),
          atMost,
          now.clicks(),
          now.answeredMillis() - before.answeredMillis());
    }
  }

  @FormatMethod
  private void wentBack(long atMillis, @FormatString String what, Object... of) {
    wentBack.add(new Wrong(atMillis, String.format(Locale.ROOT, what, of)));
  }

  /** The first time a number was said is the one that tells most. */
  private static Sighting timeless(Sighting sighting) {
    return new Sighting(
        sighting.call(),
        sighting.fromMillis(),
        sighting.toMillis(),
        sighting.key(),
        sighting.clicks(),
        0,
        sighting.isFinal());
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

  /** How many of them said FINAL. */
  long finals() {
    return finals;
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
        wrong.add(wrong(sighting, "", bounds));
      }
    }
    for (Sighting sighting : unlisted.values()) {
      if (!bounds.allowAtMost(sighting)) {
        wrong.add(wrong(sighting, "at most ", bounds));
      }
    }
    return wrong;
  }

  private static Wrong wrong(Sighting sighting, String atMost, MinuteBounds bounds) {
    return new Wrong(
        sighting.answeredMillis(),
        String.format(
            "%s at %s: %s%s: %s%d clicks, right is %s",
            sighting.call(),
            Instant.ofEpochMilli(sighting.answeredMillis()),
            asked(sighting),
            sighting.isFinal() ? ", FINAL" : "",
            atMost,
            sighting.clicks(),
            bounds.describe(sighting)));
  }
}
