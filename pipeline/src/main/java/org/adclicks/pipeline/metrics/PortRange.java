package org.adclicks.pipeline.metrics;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Ports as {@code 9260} or {@code 9260-9269}: several processes of one machine take one each. */
public final class PortRange {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final int LAST = 65_535;

  private PortRange() {}

  /**
   * The ports in their order.
   *
   * @throws IllegalArgumentException saying how a range is written
   */
  public static List<Integer> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (first >= 1 && first <= last && last <= LAST) {
        return IntStream.rangeClosed(first, last).boxed().toList();
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no port, 1 to 65535, and no range of them such as 9260-9269");
  }
}
