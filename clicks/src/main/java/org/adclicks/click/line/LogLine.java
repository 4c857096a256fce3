package org.adclicks.click.line;

import org.adclicks.click.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One line of a click log, as a source hands it over. Its element timestamp is the click's time
 * where the source knows it, else anything not later.
 *
 * @param arrivalMillis when the queue took it in (or the file was read), milliseconds since 1970
 * @param unread what cannot be read before it; then the line is blank
 */
public record LogLine(
    Origin origin, long arrivalMillis, RawLine line, @Nullable UnreadSpan unread) {

  /** A line before which nothing is missing. */
  public LogLine(Origin origin, long arrivalMillis, RawLine line) {
    this(origin, arrivalMillis, line, null);
  }

  /** Says what records that are no more may have held. */
  public static LogLine ofUnread(Origin origin, long arrivalMillis, UnreadSpan unread) {
    return new LogLine(origin, arrivalMillis, new RawLine(new byte[0]), unread);
  }
}
