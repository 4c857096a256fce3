package org.adclicks.click.line;

/**
 * What one of several readers says behind the last line of a round: how many lines were of it, and
 * what has been read by then. Its next round has the next number.
 *
 * <p>Units: milliseconds since 1970. Errors: {@link IllegalArgumentException} for a reader or round
 * that cannot be.
 *
 * @param reader from 0
 * @param readers how many there are
 * @param round its number among this reader's; lines have {@link #lineRound}
 * @param isFirst whether nothing is known of rounds before it
 * @param unknownMillis of what had arrived before, some may be in no round: it was read before
 *     rounds were counted, or deleted unread; 0 if none
 * @param throughMillis all that the queue had taken by then was read in this round or earlier ones
 * @param lines how many lines were handed over in it, whatever is in them
 */
public record RoundEnd(
    int reader,
    int readers,
    long round,
    boolean isFirst,
    long unknownMillis,
    long throughMillis,
    long lines) {

  public RoundEnd {
    if (reader < 0 || reader >= readers || round <= 0 || lines < 0) {
      throw new IllegalArgumentException(
          "no round: " + round + " of " + reader + "/" + readers + " with " + lines + " lines");
    }
  }

  /** The round's number among those of all readers. */
  public long lineRound() {
    return lineRound(reader, readers, round);
  }

  /** The number that lines of a reader's round have. */
  public static long lineRound(int reader, int readers, long round) {
    return round * readers + reader;
  }
}
