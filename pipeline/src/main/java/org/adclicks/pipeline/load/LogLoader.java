package org.adclicks.pipeline.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.Interruption;
import org.adclicks.pipeline.command.LineProgress;
import org.adclicks.pipeline.logfile.FileLine;
import org.adclicks.pipeline.logfile.UnreadableFileException;
import org.adclicks.pipeline.merge.LineCursor;
import org.adclicks.pipeline.merge.MergedCursor;
import org.adclicks.pipeline.merge.SortedRuns;
import org.adclicks.pipeline.merge.SortingMemory;
import org.adclicks.pipeline.merge.TimedLine;

/**
 * Reads logs twice: once to know what they hold, once to send it in order of click time.
 *
 * <p>Errors: {@link CommandFailure} for a log that cannot be read, or is not the same both times.
 */
final class LogLoader {

  private static final Duration SENDING_GRACE = Duration.ofSeconds(15);

  /** The usual delay of the stream's watermark. */
  private static final Duration OTHERS_BEHIND = Duration.ofSeconds(15);

  private final LogInputs inputs;
  private final Interruption interruption;
  private final List<SurveyedLog> logs = new ArrayList<>();
  private final LogSurvey survey;
  private final long maxBytesInMemory;
  private volatile long sent;

  LogLoader(
      LogInputs inputs,
      Interruption interruption,
      AllowedSkew allowedSkew,
      long nowMillis,
      long maxBytesInMemory) {
    this.inputs = inputs;
    this.interruption = interruption;
    this.survey = new LogSurvey(allowedSkew, nowMillis);
    this.maxBytesInMemory = maxBytesInMemory;
  }

  /** Reads all logs once, to their ends: what is damaged is found before anything is sent. */
  LogSurvey survey() throws CommandFailure {
    for (LogInput log : inputs.logs()) {
      try {
        logs.add(SurveyedLog.read(log, survey, interruption));
      } catch (IOException e) {
        throw unreadable(log, e);
      }
    }
    return survey;
  }

  /** Sends all lines, and then that this was all. */
  void send(LineReceiver receiver, LineProgress progress) throws CommandFailure {
    interruption.during(
        SENDING_GRACE,
        () ->
            sent
                + " of "
                + survey.lines()
                + " lines were sent; load all of it again: what is there counts as duplicate");
    try (LineCursor lines = inOrder()) {
      requireUnchanged(SurveyedLog::hasChanged);
      progress.startPhase();
      if (survey.accepted() > 0) {
        receiver.openNewTopic();
      }
      long count = 0;
      for (TimedLine line = lines.next(); line != null; line = lines.next()) {
        interruption.check();
        FileLine bytes = line.line();
        receiver.send(bytes.bytes(), bytes.length());
        sent = ++count;
        progress.sent(count, survey.lines());
      }
      receiver.flush();
      // Before heartbeats say that this was all: what is loaded again would be late.
      requireUnchanged(log -> log.isShort() || log.hasChanged());
      if (survey.accepted() > 0) {
        receiver.sendHeartbeats(end());
        receiver.flush();
      }
    } catch (IOException e) {
      requireUnchanged(SurveyedLog::hasChanged);
      throw CommandFailure.work("reading stopped half-way: " + CommandFailure.reason(e));
    }
  }

  private void requireUnchanged(Predicate<SurveyedLog> isOther) throws CommandFailure {
    String others =
        logs.stream().filter(isOther).map(SurveyedLog::name).collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      throw CommandFailure.work(
          others
              + " changed while being read: "
              + sent
              + " of "
              + survey.lines()
              + " lines were sent; load all of it again, and what was rotated out of it, once"
              + " nothing writes to it: what is there counts as duplicate");
    }
  }

  /**
   * Of the logs' own; others who send clicks at this moment are as far as the clock says at best.
   */
  private long end() {
    long othersMillis = System.currentTimeMillis() - OTHERS_BEHIND.toMillis();
    return Math.min(survey.endMillis() + 1_000, othersMillis);
  }

  private LineCursor inOrder() throws IOException {
    long unsorted = logs.stream().filter(log -> !log.isSorted()).count();
    SortingMemory memory = new SortingMemory(maxBytesInMemory, Math.max(1, unsorted));
    List<LineCursor> cursors = new ArrayList<>();
    for (SurveyedLog log : logs) {
      LineCursor cursor = log.open();
      cursors.add(log.isSorted() ? cursor : new SortedRuns(inputs.folder(), memory).sort(cursor));
    }
    return new MergedCursor(cursors);
  }

  private static CommandFailure unreadable(LogInput log, IOException e) {
    String what =
        e instanceof UnreadableFileException
            ? log.name() + " " + e.getMessage()
            : log.name() + " cannot be read: " + CommandFailure.reason(e);
    return CommandFailure.work(what + "; nothing was sent");
  }
}
