package org.adclicks.query.question;

import java.time.Duration;
import org.adclicks.click.DurationText;

/**
 * Lengths of windows and waits as a question or an option gives them: {@code 90s}, {@code 7m}.
 *
 * <p>Errors: {@link IllegalArgumentException} with a sentence for people, also for no length at
 * all.
 */
public final class WindowLength {

  private WindowLength() {}

  public static Duration parse(String text) {
    Duration length =
        DurationText.parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "\"" + text + "\" is not a number with a unit, like 90s, 7m or 1h"));
    if (length.isZero()) {
      throw new IllegalArgumentException("\"" + text + "\" is not longer than nothing");
    }
    return length;
  }
}
