package org.adclicks.click.line;

import static org.adclicks.v1.RejectionReason.UNREADABLE_TIMESTAMP;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Reads click timestamps: RFC 3339, or milliseconds since 1970. */
final class Timestamps {

  /** 10000-01-01T00:00:00Z: RFC 3339 has years of four digits. */
  private static final long END_MILLIS = 253_402_300_800_000L;

  /** Any of so many digits is a long. */
  private static final int MAX_DIGITS = 18;

  private static final String MAX_LONG = Long.toString(Long.MAX_VALUE);

  private Timestamps() {}

  /** Milliseconds since 1970, or null if the text is neither form. */
  static @Nullable Long parse(String text) {
    if (text.length() >= 20 && text.charAt(4) == '-') {
      return parseRfc3339(text);
    }
    if (!isDigits(text, 0, text.length())) {
      return null;
    }
    // Nineteen digits: nanoseconds since 1970, which are in no range but deserve to be called so.
    boolean isLong =
        text.length() <= MAX_DIGITS
            || (text.length() == MAX_DIGITS + 1 && text.compareTo(MAX_LONG) <= 0);
    return isLong ? Long.valueOf(text) : null;
  }

  static long requireInRange(long millis) throws RejectedLineException {
    if (millis < 0 || millis >= END_MILLIS) {
      throw new RejectedLineException(
          UNREADABLE_TIMESTAMP,
          "click_timestamp "
              + millis
              + " is not in the years 1970 to 9999"
              + TimestampMisreading.hint(millis));
    }
    return millis;
  }

  /**
   * {@code 2026-11-23T10:00:00[.fraction](Z|+hh:mm)}; a fraction finer than milliseconds is cut. A
   * leap second ({@code :60}) is the last millisecond of the minute it ends.
   */
  private static @Nullable Long parseRfc3339(String text) {
    char separator = text.charAt(10);
    if (text.charAt(7) != '-'
        || (separator != 'T' && separator != 't' && separator != ' ')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (year < 0 || month < 0 || day < 0 || !isTime(hour, minute) || second < 0 || second > 60) {
      return null;
    }
    int end = 19;
    int millis = 0;
    if (text.charAt(end) == '.') {
      int start = ++end;
      while (end < text.length() && isDigits(text, end, end + 1)) {
        if (end - start < 3) {
          millis = millis * 10 + text.charAt(end) - '0';
        }
        end++;
      }
      int digits = end - start;
      if (digits == 0) {
        return null;
      }
      for (int i = digits; i < 3; i++) {
        millis *= 10;
      }
    }
    Integer offsetMinutes = offset(text, end);
    if (offsetMinutes == null) {
      return null;
    }
    if (second == 60) {
      second = 59;
      millis = 999;
    }
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      long minutes = (days * 24 + hour) * 60 + minute - offsetMinutes;
      return (minutes * 60 + second) * 1000 + millis;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Integer offset(String text, int at) {
    int rest = text.length() - at;
    if (rest == 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
      return 0;
    }
    if (rest != 6 || text.charAt(at + 3) != ':') {
      return null;
    }
    int hours = number(text, at + 1, at + 3);
    int minutes = number(text, at + 4, at + 6);
    if (!isTime(hours, minutes)) {
      return null;
    }
    return switch (text.charAt(at)) {
      case '+' -> hours * 60 + minutes;
      case '-' -> -(hours * 60 + minutes);
      default -> null;
    };
  }

  private static boolean isTime(int hour, int minute) {
    return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
  }

  /** The number in text[from, to), or -1 if that is not all digits. */
  private static int number(String text, int from, int to) {
    return isDigits(text, from, to) ? Integer.parseInt(text, from, to, 10) : -1;
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return to > from;
  }
}
