package org.adclicks.pipeline.restate;

import java.time.Instant;
import org.adclicks.pipeline.sink.StoreTable;

/**
 * Something in the store that is not what the archive says.
 *
 * @param millis the first millisecond of what it is of: a minute, an hour, a window
 * @param what in words, without tabs
 */
public record Drift(long millis, StoreTable table, String what) {

  private static final String LACKING = "the archive lacks ";

  /** That of a minute fewer lines are in the archive than the stream has counted or dropped. */
  static Drift lacking(long minuteMillis, long lines) {
    return new Drift(minuteMillis, StoreTable.MINUTES, LACKING + lines);
  }

  /** Whether it says of a minute that the archive is not all there, so that nothing is known. */
  boolean isLacking() {
    // An ad may be called so.
    return table == StoreTable.MINUTES && what.startsWith(LACKING);
  }

  /** As one line, for {@link #parse}. */
  String toLine() {
    return millis + "\t" + table.name() + "\t" + what.replaceAll("[\\t\\r\\n]", " ");
  }

  /**
   * What {@link #toLine} made.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Drift parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no drift: " + line);
    }
    return new Drift(Long.parseLong(parts[0]), StoreTable.valueOf(parts[1]), parts[2]);
  }

  /** For people. */
  @Override
  public String toString() {
    return Instant.ofEpochMilli(millis) + " " + table.cqlName() + ": " + what;
  }
}
