package org.adclicks.pipeline.logfile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.adclicks.click.line.LineStart;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.jspecify.annotations.Nullable;

/**
 * Reads a click log line by line: JSON lines or CSV, perhaps with headers, each of which governs
 * the lines behind it.
 *
 * <p>Units: offsets are those of the uncompressed file. Errors: {@link UnreadableFileException} for
 * a file that is no log or damaged; bad lines are the parser's to judge.
 */
public final class LogFileReader implements Closeable {

  private final LineReader lines;
  private @Nullable CsvHeader header;

  /** Reads plain bytes: whoever has the stream has uncompressed it. */
  LogFileReader(InputStream uncompressed) {
    this.lines = new LineReader(uncompressed);
  }

  /** Opens a file, packed or not, whatever its name. */
  public static LogFileReader open(Path file) throws IOException {
    return of(Files.newInputStream(file));
  }

  /** Reads a file's bytes, packed or not. Takes the stream over. */
  public static LogFileReader of(InputStream file) throws IOException {
    return new LogFileReader(LogFileBytes.of(file));
  }

  /**
   * The next line that is not a header, parsed, or null at the end. A header that does not name all
   * that a click needs is a line too: rejected, like all that it governs.
   */
  public @Nullable FileLine next() throws IOException {
    for (FileLine line = lines.next(); line != null; line = lines.next()) {
      FileLine record = inCanonicalOrder(line);
      if (!(record.raw().parsed() instanceof ParsedLine.Rejected) || line.isCut()) {
        return record;
      }
      // No header is a click: only of other lines need it be asked.
      CsvHeader found = CsvHeader.of(line.bytes()).orElse(null);
      if (found == null) {
        return record;
      }
      header = found.isCanonical() ? null : found;
      if (!found.isComplete()) {
        return line;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private FileLine inCanonicalOrder(FileLine line) {
    CsvHeader columns = header;
    int start = columns == null || line.isCut() ? 0 : LineStart.of(line.bytes());
    if (columns == null
        || line.isCut()
        || start == line.bytes().length
        || line.bytes()[start] == '{') {
      return line;
    }
    byte[] canonical = columns.toCanonical(line.bytes());
    return new FileLine(line.offset(), new RawLine(canonical), canonical.length);
  }
}
