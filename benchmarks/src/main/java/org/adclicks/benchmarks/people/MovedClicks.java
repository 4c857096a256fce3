package org.adclicks.benchmarks.people;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clicks that come once more from another country: a tenth of those of a tenth of all users, some
 * time later. Which of both countries counts is open; that they are one click is not.
 *
 * <p>Mutable, not thread-safe.
 */
final class MovedClicks {

  private static final Pattern USER = Pattern.compile("\"user_id\":\"(user-[0-9]+)\"");
  private static final Pattern COUNTRY = Pattern.compile("\"country\":\"[A-Z]{2}\"");
  private static final String ELSEWHERE = "\"country\":\"NZ\"";
  private static final int ONE_IN = 10;

  private final Random random;
  private final long linesBetween;
  private final Queue<Due> waiting = new ArrayDeque<>();
  private long lines;
  private long moved;

  private record Due(long line, String text) {}

  /**
   * @param linesBetween a click and its copy
   */
  MovedClicks(Random random, long linesBetween) {
    this.random = random;
    this.linesBetween = linesBetween;
  }

  /** Whether some of this user's clicks may come again. */
  static boolean isOf(String user) {
    return user.endsWith("0");
  }

  /** How many have come again. */
  long moved() {
    return moved;
  }

  /** The copies that come behind this line. */
  List<String> behind(String line) {
    lines++;
    Matcher user = USER.matcher(line);
    if (user.find() && isOf(user.group(1)) && random.nextInt(ONE_IN) == 0) {
      Matcher country = COUNTRY.matcher(line);
      if (country.find() && !country.group().equals(ELSEWHERE)) {
        waiting.add(new Due(lines + linesBetween, country.replaceFirst(ELSEWHERE)));
      }
    }
    return through(lines);
  }

  /** Those that are left behind the last line. */
  List<String> rest() {
    return through(Long.MAX_VALUE);
  }

  private List<String> through(long line) {
    List<String> due = new ArrayList<>();
    for (Due next = waiting.peek(); next != null && next.line() <= line; next = waiting.peek()) {
      waiting.remove();
      due.add(next.text());
    }
    moved += due.size();
    return due;
  }
}
