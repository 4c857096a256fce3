package org.adclicks.click.line;

/** What a number that makes no sense as milliseconds since 1970 was probably meant for. */
final class TimestampMisreading {

  /** As seconds, the year 5138; as milliseconds, 1973. */
  private static final long MOST_SECONDS = 100_000_000_000L;

  // The years 2000 to 2100 in microseconds and in nanoseconds.
  private static final long FIRST_MICROS = 946_684_800_000_000L;
  private static final long LAST_MICROS = 4_102_444_800_000_000L;
  private static final long NANOS_PER_MICRO = 1000;

  /** Month, day, hour, minute, second: least and most, behind the year. */
  private static final int[][] PARTS = {{1, 12}, {1, 31}, {0, 23}, {0, 59}, {0, 60}};

  private TimestampMisreading() {}

  /** To be put behind a sentence that names the number; empty if nothing is likely. */
  static String hint(long number) {
    if (number < 0) {
      return "";
    }
    if (number < MOST_SECONDS) {
      return ": looks like seconds since 1970, not milliseconds"
          + (isDate(number) ? ", or like a date written in digits" : "");
    }
    if (isDate(number)) {
      return ": looks like a date written in digits, not milliseconds since 1970";
    }
    if (number >= FIRST_MICROS && number <= LAST_MICROS) {
      return ": looks like microseconds since 1970, not milliseconds";
    }
    if (number / NANOS_PER_MICRO >= FIRST_MICROS && number / NANOS_PER_MICRO <= LAST_MICROS) {
      return ": looks like nanoseconds since 1970, not milliseconds";
    }
    return "";
  }

  /** YYMMDD or YYYYMMDD, and so on down to seconds or (17 digits) milliseconds. */
  private static boolean isDate(long number) {
    String digits = Long.toString(number);
    String toSeconds = digits.length() == 17 ? digits.substring(0, 14) : digits;
    return isDate(toSeconds, 2) || (isDate(toSeconds, 4) && isYear(number(toSeconds, 0, 4)));
  }

  private static boolean isDate(String digits, int yearDigits) {
    int parts = (digits.length() - yearDigits) / 2;
    if (parts < 2 || parts > PARTS.length || digits.length() != yearDigits + 2 * parts) {
      return false;
    }
    for (int i = 0; i < parts; i++) {
      int value = number(digits, yearDigits + 2 * i, yearDigits + 2 * i + 2);
      if (value < PARTS[i][0] || value > PARTS[i][1]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isYear(int number) {
    return number >= 1970 && number <= 2100;
  }

  private static int number(String digits, int from, int to) {
    return Integer.parseInt(digits, from, to, 10);
  }
}
