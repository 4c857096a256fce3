package org.adclicks.pipeline.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.AllowedSkew;
import org.adclicks.transforms.ParsedLine;
import org.adclicks.v1.RejectionReason;

/** What log files hold, found by reading them once before anything is sent. */
final class LogSurvey {

  private final AllowedSkew allowedSkew;
  private final long nowMillis;
  private final Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
  private final TouchedMinutes minutes = new TouchedMinutes();
  private long lines;
  private long accepted;
  private long oldestMillis = Long.MAX_VALUE;
  private long newestMillis = Long.MIN_VALUE;

  LogSurvey(AllowedSkew allowedSkew, long nowMillis) {
    this.allowedSkew = allowedSkew;
    this.nowMillis = nowMillis;
  }

  /** Takes in one more file; returns whether its lines are in order of time. */
  boolean add(Path file) throws IOException {
    boolean sorted = true;
    long previous = Long.MIN_VALUE;
    try (FileCursor cursor = FileCursor.open(file)) {
      for (TimedLine line = cursor.next(); line != null; line = cursor.next()) {
        sorted &= line.timeMillis() >= previous;
        previous = line.timeMillis();
        count(cursor.parsed());
      }
    }
    return sorted;
  }

  private void count(ParsedLine parsed) {
    lines++;
    if (parsed instanceof ParsedLine.Accepted click) {
      allowedSkew
          .check(click.click(), nowMillis)
          .ifPresentOrElse(
              rejection -> rejected.merge(rejection.reason(), 1L, Long::sum),
              () -> accept(click.click().clickTimestampMillis()));
    } else if (parsed instanceof ParsedLine.Rejected line) {
      rejected.merge(line.rejection().reason(), 1L, Long::sum);
    }
  }

  private void accept(long millis) {
    accepted++;
    minutes.add(millis);
    oldestMillis = Math.min(oldestMillis, millis);
    newestMillis = Math.max(newestMillis, millis);
  }

  /** Lines that are not blank. */
  long lines() {
    return lines;
  }

  long accepted() {
    return accepted;
  }

  /** How many lines are rejected for which reason. */
  Map<RejectionReason, Long> rejected() {
    return rejected;
  }

  TouchedMinutes minutes() {
    return minutes;
  }

  long oldestMillis() {
    return oldestMillis;
  }

  /** The end of the newest accepted click's minute; ask only if there is such a click. */
  long endMillis() {
    return Periods.minuteOf(newestMillis) + Periods.MINUTE_MILLIS;
  }
}
