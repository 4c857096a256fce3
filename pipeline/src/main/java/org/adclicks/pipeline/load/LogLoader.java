package org.adclicks.pipeline.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.pipeline.command.ClickSender;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.Interruption;
import org.adclicks.pipeline.command.LineProgress;
import org.adclicks.pipeline.logfile.FileLine;
import org.adclicks.pipeline.logfile.UnreadableFileException;
import org.adclicks.pipeline.merge.FileCursor;
import org.adclicks.pipeline.merge.LineCursor;
import org.adclicks.pipeline.merge.MergedCursor;
import org.adclicks.pipeline.merge.SortedRuns;
import org.adclicks.pipeline.merge.TimedLine;

/** Reads logs twice: once to know what they hold, once to send it in order of click time. */
final class LogLoader {

  private static final Duration SENDING_GRACE = Duration.ofSeconds(15);

  /** The usual delay of the stream's watermark. */
  private static final Duration OTHERS_BEHIND = Duration.ofSeconds(15);

  private final LogInputs inputs;
  private final Interruption interruption;
  private final List<Boolean> sorted = new ArrayList<>();
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
        sorted.add(survey.add(log, interruption));
      } catch (IOException e) {
        throw unreadable(log, e);
      }
    }
    return survey;
  }

  /** Sends all lines, and then that this was all. */
  void send(ClickSender sender, LineProgress progress) throws CommandFailure {
    interruption.during(
        SENDING_GRACE,
        () ->
            sent
                + " of "
                + survey.lines()
                + " lines were sent; load all of it again: what is there counts as duplicate");
    try (LineCursor lines = inOrder()) {
      progress.startPhase();
      if (survey.accepted() > 0) {
        sender.openingNewTopic();
      }
      long count = 0;
      for (TimedLine line = lines.next(); line != null; line = lines.next()) {
        interruption.check();
        FileLine bytes = line.line();
        sender.send(bytes.bytes(), bytes.length());
        sent = ++count;
        progress.sent(count, survey.lines());
      }
      if (survey.accepted() > 0) {
        sender.flush();
        sender.sendHeartbeats(end());
      }
      sender.flush();
    } catch (IOException e) {
      throw CommandFailure.work("reading stopped half-way: " + CommandFailure.reason(e));
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
    List<LineCursor> cursors = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      LineCursor cursor = FileCursor.open(inputs.logs().get(i).path());
      cursors.add(
          sorted.get(i) ? cursor : new SortedRuns(inputs.folder(), maxBytesInMemory).sort(cursor));
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
