package org.adclicks.click.line;

import org.adclicks.click.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One line of a click log, as a source hands it over. Its element timestamp is the click's time
 * where the source knows it, else anything not later.
 *
 * @param arrivalMillis when the queue took it in (or the file was read), milliseconds since 1970
 * @param unread what cannot be read before it; then the line is blank
 * @param round the reader's round it is of; 0 where none are counted
 * @param roundEnd says that a round has ended; then the line is blank
 */
public record LogLine(
    Origin origin,
    long arrivalMillis,
    RawLine line,
    @Nullable UnreadSpan unread,
    long round,
    @Nullable RoundEnd roundEnd) {

  /** A line before which nothing is missing. */
  public LogLine(Origin origin, long arrivalMillis, RawLine line) {
    this(origin, arrivalMillis, line, null, 0, null);
  }

  /** The same line, of a round. */
  public LogLine inRound(long number) {
    return new LogLine(origin, arrivalMillis, line, unread, number, roundEnd);
  }

  /** Says what records that are no more may have held. */
  public static LogLine ofUnread(Origin origin, long arrivalMillis, UnreadSpan unread) {
    return new LogLine(origin, arrivalMillis, new RawLine(new byte[0]), unread, 0, null);
  }

  /** Says that a round has ended, and is of none. */
  public static LogLine ofRoundEnd(Origin origin, RoundEnd end) {
    return new LogLine(origin, end.throughMillis(), new RawLine(new byte[0]), null, 0, end);
  }
}
