package org.adclicks.click.line;

import static org.adclicks.v1.RejectionReason.LINE_TOO_LONG;
import static org.adclicks.v1.RejectionReason.MALFORMED;
import static org.adclicks.v1.RejectionReason.NOT_UTF8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.adclicks.click.ClickField;

/**
 * Reads a log line: one JSON object with {@link ClickField}s as keys, or one CSV record of them in
 * order. What {@link LineStart} passes over is no part of it.
 *
 * <p>A pure function of the bytes. Whether a timestamp is too old or too far ahead depends on
 * options and on when the line arrived, and is for {@link AllowedSkew} to say.
 */
public final class ClickParser {

  /** Lines longer than this are rejected: 64 KiB. */
  public static final int MAX_LINE_BYTES = 65_536;

  private ClickParser() {}

  /** What the line is; never throws for bad input. */
  public static ParsedLine parse(byte[] line) {
    int start = LineStart.of(line);
    if (line.length - start > ClickParser.MAX_LINE_BYTES) {
      return tooLong();
    }
    try {
      if (start == line.length) {
        return nothing(line);
      }
      requireUtf8(line);
      return line[start] == '{'
          ? JsonClickParser.parse(line, start)
          : CsvClickParser.parse(line, start);
    } catch (RejectedLineException e) {
      return rejected(e);
    }
  }

  /** What a line is of which only the beginning is there. */
  static ParsedLine tooLong() {
    return rejected(
        new RejectedLineException(
            LINE_TOO_LONG, "the line is longer than " + ClickParser.MAX_LINE_BYTES + " bytes"));
  }

  private static ParsedLine rejected(RejectedLineException e) {
    return new ParsedLine.Rejected(e.rejection());
  }

  /** A line of zeros is what is left of others: somebody should know. */
  private static ParsedLine nothing(byte[] line) throws RejectedLineException {
    for (byte b : line) {
      if (b == 0) {
        throw new RejectedLineException(MALFORMED, "nothing but zeros");
      }
    }
    return new ParsedLine.Blank();
  }

  private static void requireUtf8(byte[] line) throws RejectedLineException {
    int i = 0;
    while (i < line.length && line[i] >= 0) {
      i++;
    }
    if (i < line.length) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, i, line.length - i));
      } catch (CharacterCodingException e) {
        throw new RejectedLineException(NOT_UTF8, "the line is not UTF-8");
      }
    }
  }
}
