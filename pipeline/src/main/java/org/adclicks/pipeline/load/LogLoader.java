package org.adclicks.pipeline.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.adclicks.pipeline.source.FileLine;
import org.adclicks.transforms.AllowedSkew;

/** Reads log files twice: once to know what they hold, once to send it in order of click time. */
final class LogLoader {

  private final List<Path> files;
  private final List<Boolean> sorted = new ArrayList<>();
  private final LogSurvey survey;
  private final long maxBytesInMemory;

  LogLoader(List<Path> files, AllowedSkew allowedSkew, long nowMillis, long maxBytesInMemory) {
    this.files = List.copyOf(files);
    this.survey = new LogSurvey(allowedSkew, nowMillis);
    this.maxBytesInMemory = maxBytesInMemory;
  }

  /** Reads all files once. */
  LogSurvey survey() throws CommandFailure {
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw CommandFailure.usage(file + " is a folder, not a file");
      }
      try {
        sorted.add(survey.add(file));
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    return survey;
  }

  /** Sends all lines, and then that this was all. */
  void send(ClickSender sender, LoadProgress progress) throws CommandFailure {
    try (TempFolder folder = TempFolder.create("adclicks-load");
        LineCursor lines = inOrder(folder.path())) {
      progress.startPhase();
      long sent = 0;
      for (TimedLine line = lines.next(); line != null; line = lines.next()) {
        FileLine bytes = line.line();
        sender.send(bytes.bytes(), bytes.length());
        progress.sent(++sent, survey.lines());
      }
      if (survey.accepted() > 0) {
        sender.flush();
        sender.sendHeartbeats(survey.endMillis() + 1_000);
      }
      sender.flush();
    } catch (IOException e) {
      throw CommandFailure.work("reading stopped half-way: " + CommandFailure.reason(e));
    }
  }

  private LineCursor inOrder(Path folder) throws IOException {
    List<LineCursor> cursors = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      LineCursor cursor = FileCursor.open(files.get(i));
      cursors.add(sorted.get(i) ? cursor : new SortedRuns(folder, maxBytesInMemory).sort(cursor));
    }
    return new MergedCursor(cursors);
  }

  private static CommandFailure unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return CommandFailure.usage("there is no file " + file);
    }
    if (e instanceof ZipException || e instanceof EOFException) {
      return CommandFailure.work(
          file + " is not a whole gzip file (" + CommandFailure.reason(e) + "): nothing was sent");
    }
    return CommandFailure.work(file + " cannot be read: " + CommandFailure.reason(e));
  }
}
