package org.adclicks.pipeline.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.Interruption;
import org.adclicks.pipeline.merge.FileCursor;
import org.adclicks.pipeline.merge.LineCursor;
import org.adclicks.pipeline.merge.TimedLine;
import org.jspecify.annotations.Nullable;

/**
 * A log that was read once and is to be read once more: what the first reading found is what the
 * second must find.
 *
 * <p>State: how many lines were read again. Not thread-safe.
 */
final class SurveyedLog {

  private final LogInput log;
  private final Stamp stamp;
  private final long lines;
  private final boolean sorted;
  private long linesAgain;

  private SurveyedLog(LogInput log, Stamp stamp, long lines, boolean sorted) {
    this.log = log;
    this.stamp = stamp;
    this.lines = lines;
    this.sorted = sorted;
  }

  /** Reads it for the first time, to its end, into the survey. */
  static SurveyedLog read(LogInput log, LogSurvey survey, Interruption interruption)
      throws IOException, CommandFailure {
    // Of before the reading, so that what is written meanwhile shows, too.
    Stamp stamp = Stamp.of(log.path());
    long linesBefore = survey.lines();
    boolean sorted = survey.add(log, interruption);
    return new SurveyedLog(log, stamp, survey.lines() - linesBefore, sorted);
  }

  String name() {
    return log.name();
  }

  /** Whether its lines are in order of time. */
  boolean isSorted() {
    return sorted;
  }

  /** Its lines once more; none of those that came since, which no number of the survey has. */
  LineCursor open() throws IOException {
    FileCursor all = FileCursor.open(log.path());
    return new LineCursor() {
      @Override
      public @Nullable TimedLine next() throws IOException {
        TimedLine line = linesAgain < lines ? all.next() : null;
        if (line != null) {
          linesAgain++;
        }
        return line;
      }

      @Override
      public void close() throws IOException {
        all.close();
      }
    };
  }

  /** Whether something was written to it since, or it is gone. */
  boolean hasChanged() {
    try {
      return !stamp.equals(Stamp.of(log.path()));
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether the second reading has not found all lines, so far. */
  boolean isShort() {
    return linesAgain < lines;
  }

  /** How a file shows that it was written to. */
  private record Stamp(long bytes, FileTime written) {

    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.size(), attributes.lastModifiedTime());
    }
  }
}
