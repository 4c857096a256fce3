package org.adclicks.benchmarks.corrections;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code reconcile} names: a table, and the first moment of what a row of it is of. */
record Place(String table, Instant start) implements Comparable<Place> {

  private static final Pattern DRIFT = Pattern.compile("^([0-9T:-]+Z) ([a-z_]+): .*");
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::start).thenComparing(Place::table);

  /** Of a line that says of a row that it differs; nothing of its other lines. */
  static Optional<Place> named(String line) {
    Matcher drift = DRIFT.matcher(line);
    return drift.matches()
        ? Optional.of(new Place(drift.group(2), Instant.parse(drift.group(1))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
