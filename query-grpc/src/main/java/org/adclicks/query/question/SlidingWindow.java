package org.adclicks.query.question;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.adclicks.click.DurationText;

/**
 * A sliding window the pipeline keeps lists for: as long as {@code length}, a new one every {@code
 * step}. Written {@code 5m/1m}.
 *
 * <p>Errors: {@link IllegalArgumentException} for a text that is no such thing, or a length that is
 * no multiple of its step.
 */
public record SlidingWindow(Duration length, Duration step) {

  public SlidingWindow {
    if (length.toMillis() % step.toMillis() != 0) {
      throw new IllegalArgumentException(
          DurationText.of(length) + " is not a multiple of its step " + DurationText.of(step));
    }
  }

  public static SlidingWindow parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("\"" + text + "\" is not a length and a step, like 5m/1m");
    }
    return new SlidingWindow(WindowLength.parse(parts[0]), WindowLength.parse(parts[1]));
  }

  /** Comma-separated windows; none for an empty text. */
  public static List<SlidingWindow> parseAll(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .map(SlidingWindow::parse)
        .toList();
  }

  /** The newest window of this kind that ends at or before {@code asOfMillis}. */
  public MinuteInterval newestBefore(long asOfMillis) {
    long end = asOfMillis - Math.floorMod(asOfMillis, step.toMillis());
    return new MinuteInterval(end - length.toMillis(), end);
  }

  @Override
  public String toString() {
    return DurationText.of(length) + "/" + DurationText.of(step);
  }
}
