package org.adclicks.click.line;

/**
 * Where a log line's text begins. Joined files have a byte order mark in front of any line, and a
 * log that was truncated while it was written has a hole of zeros; neither is part of the line.
 */
public final class LineStart {

  private LineStart() {}

  /** The first byte behind byte order marks, zeros and blanks; the length if there is none. */
  public static int of(byte[] line) {
    int at = 0;
    while (at < line.length) {
      byte b = line[at];
      if (b == 0 || b == ' ' || b == '\t' || b == '\r' || b == '\n') {
        at++;
      } else if (isByteOrderMark(line, at)) {
        at += 3;
      } else {
        return at;
      }
    }
    return at;
  }

  private static boolean isByteOrderMark(byte[] line, int at) {
    return line[at] == (byte) 0xEF
        && at + 2 < line.length
        && line[at + 1] == (byte) 0xBB
        && line[at + 2] == (byte) 0xBF;
  }
}
