package org.adclicks.query.question;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Reads a point in time of a request: RFC 3339, or milliseconds since 1970.
 *
 * <p>A number that would be of a sensible year in another unit is refused rather than answered as
 * the start of 1970 or the far future.
 *
 * <p>Units: milliseconds since 1970 out. Errors: {@link InvalidRequestException} naming the field.
 */
public final class PointInTime {

  private static final long MIN_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long MAX_MILLIS = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

  /** Sensible years end here. */
  private static final long SENSIBLE_MILLIS = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

  private PointInTime() {}

  public static long parse(String field, String text) {
    String trimmed = text.strip();
    boolean isNumber = isNumber(trimmed);
    long millis = isNumber ? number(field, trimmed) : rfc3339(field, trimmed);
    if (isNumber) {
      requireMillis(field, text, millis);
    }
    if (millis < MIN_MILLIS || millis > MAX_MILLIS) {
      throw new InvalidRequestException(
          field,
          "\"" + text + "\" is not in the years 2000 to 9999; a number is milliseconds since 1970");
    }
    return millis;
  }

  private static void requireMillis(String field, String text, long number) {
    if (number >= MIN_MILLIS / 1000 && number <= SENSIBLE_MILLIS / 1000) {
      throw new InvalidRequestException(
          field,
          "\""
              + text
              + "\" looks like seconds since 1970, not milliseconds; write "
              + text.strip()
              + "000 or "
              + Instant.ofEpochSecond(number));
    }
    if (number > MAX_MILLIS) {
      throw new InvalidRequestException(
          field, "\"" + text + "\" looks like micro- or nanoseconds since 1970, not milliseconds");
    }
  }

  private static boolean isNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    return text.length() > start
        && text.chars().skip(start).allMatch(digit -> digit >= '0' && digit <= '9');
  }

  private static long number(String field, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidRequestException(field, "\"" + text + "\" is too large a number");
    }
  }

  private static long rfc3339(String field, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidRequestException(
          field,
          "\""
              + text
              + "\" is neither RFC 3339 (2026-11-23T10:00:00Z) nor milliseconds since 1970"
              + (text.contains(" ") ? "; a + in a URL must be written %2B" : ""));
    }
  }
}
