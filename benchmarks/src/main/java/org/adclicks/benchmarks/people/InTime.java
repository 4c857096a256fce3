package org.adclicks.benchmarks.people;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.proto.store.Periods;

/**
 * Which lines of a log surely come before their minute can close: the newest click of the log so
 * far is not further behind the minute's end than the pipeline waits, with something to spare.
 *
 * <p>Mutable, not thread-safe.
 */
final class InTime {

  private static final Pattern TIME = Pattern.compile("\"click_timestamp\":([0-9]+)");

  /** The pipeline waits fifteen seconds. */
  private static final long SURELY_MILLIS = 10_000;

  private long newestMillis;

  /** Takes the log's next line. */
  boolean isSurely(String line) {
    Matcher time = TIME.matcher(line);
    if (!time.find()) {
      return false;
    }
    long millis = Long.parseLong(time.group(1));
    newestMillis = Math.max(newestMillis, millis);
    return newestMillis <= Periods.minuteOf(millis) + Periods.MINUTE_MILLIS + SURELY_MILLIS;
  }
}
