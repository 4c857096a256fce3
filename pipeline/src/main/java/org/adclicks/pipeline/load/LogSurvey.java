package org.adclicks.pipeline.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.adclicks.click.Rejection;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.Interruption;
import org.adclicks.pipeline.merge.FileCursor;
import org.adclicks.pipeline.merge.TimedLine;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.RejectionReason;
import org.jspecify.annotations.Nullable;

/** What log files hold, found by reading them once before anything is sent. */
final class LogSurvey {

  private final AllowedSkew allowedSkew;
  private final long nowMillis;
  private final Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
  private final TouchedMinutes minutes = new TouchedMinutes();
  private final List<ClicklessLog> clickless = new ArrayList<>();
  private long lines;
  private long accepted;
  private long oldestMillis = Long.MAX_VALUE;
  private long newestMillis = Long.MIN_VALUE;

  LogSurvey(AllowedSkew allowedSkew, long nowMillis) {
    this.allowedSkew = allowedSkew;
    this.nowMillis = nowMillis;
  }

  /** Takes in one more log; returns whether its lines are in order of time. */
  boolean add(LogInput log, Interruption interruption) throws IOException, CommandFailure {
    boolean sorted = true;
    long previous = Long.MIN_VALUE;
    long linesBefore = lines;
    long acceptedBefore = accepted;
    byte[] first = {};
    String firstRejection = "";
    try (FileCursor cursor = FileCursor.open(log.path())) {
      for (TimedLine line = cursor.next(); line != null; line = cursor.next()) {
        interruption.check();
        sorted &= line.timeMillis() >= previous;
        previous = line.timeMillis();
        Rejection rejection = count(cursor.parsed());
        if (rejection != null && lines == linesBefore + 1) {
          first = line.line().bytes();
          firstRejection = rejection.detail();
        }
      }
    }
    if (lines > linesBefore && accepted == acceptedBefore) {
      clickless.add(ClicklessLog.of(log.name(), lines - linesBefore, first, firstRejection));
    }
    return sorted;
  }

  /** Why the line is no click; null if it is one. */
  private @Nullable Rejection count(ParsedLine parsed) {
    lines++;
    Rejection rejection = null;
    if (parsed instanceof ParsedLine.Accepted click) {
      rejection = allowedSkew.check(click.click(), nowMillis).orElse(null);
      if (rejection == null) {
        accept(click.click().clickTimestampMillis());
      }
    } else if (parsed instanceof ParsedLine.Rejected line) {
      rejection = line.rejection();
    }
    if (rejection != null) {
      rejected.merge(rejection.reason(), 1L, Long::sum);
    }
    return rejection;
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

  /** Those with lines, but without a click among them. */
  List<ClicklessLog> clickless() {
    return clickless;
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
