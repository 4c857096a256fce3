package org.adclicks.pipeline.merge;

import java.io.IOException;
import java.nio.file.Path;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.pipeline.logfile.FileLine;
import org.adclicks.pipeline.logfile.LogFileReader;
import org.jspecify.annotations.Nullable;

/** A log file's lines in the file's order, blank ones left out. */
public final class FileCursor implements LineCursor {

  private final LogFileReader reader;
  private long timeMillis = Long.MIN_VALUE;
  private ParsedLine parsed = new ParsedLine.Blank();

  private FileCursor(LogFileReader reader) {
    this.reader = reader;
  }

  public static FileCursor open(Path file) throws IOException {
    return new FileCursor(LogFileReader.open(file));
  }

  @Override
  public @Nullable TimedLine next() throws IOException {
    FileLine line = reader.next();
    while (line != null) {
      parsed = line.raw().parsed();
      if (parsed instanceof ParsedLine.Accepted accepted) {
        timeMillis = accepted.click().clickTimestampMillis();
      }
      if (!(parsed instanceof ParsedLine.Blank)) {
        return new TimedLine(timeMillis, unparsed(line));
      }
      line = reader.next();
    }
    return null;
  }

  /** Many lines may be held to be sorted: without what was made of them. */
  private static FileLine unparsed(FileLine line) {
    return new FileLine(
        line.offset(), new RawLine(line.bytes(), line.raw().length()), line.length());
  }

  /** What the line last returned turned out to be. */
  public ParsedLine parsed() {
    return parsed;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
