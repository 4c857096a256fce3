package org.adclicks.query.question;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes durations as a number with a unit: {@code 90s}, {@code 7m}, {@code 1h}.
 *
 * <p>Errors: {@link IllegalArgumentException} with a sentence for people.
 */
public final class DurationText {

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,9})(s|m|h)");

  private DurationText() {}

  public static Duration parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a number with a unit, like 90s, 7m or 1h");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    if (duration.isZero()) {
      throw new IllegalArgumentException("\"" + text + "\" is not longer than nothing");
    }
    return duration;
  }

  public static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
