package org.adclicks.pipeline.source;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.adclicks.transforms.RawLine;
import org.jspecify.annotations.Nullable;

/**
 * Reads a click log line by line: JSON lines or CSV, which may begin with a header.
 *
 * <p>Units: offsets are those of the uncompressed file. Errors: {@link IOException} as the stream
 * throws it, such as for a damaged gzip file; bad lines are the parser's to judge.
 */
public final class LogFileReader implements Closeable {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final LineReader lines;
  private boolean started;
  private @Nullable CsvHeader header;

  /** Reads plain bytes: whoever has the stream has uncompressed it. */
  public LogFileReader(InputStream uncompressed) {
    this.lines = new LineReader(uncompressed);
  }

  /** Opens a file, gzip or not, whatever its name. */
  public static LogFileReader open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      return new LogFileReader(isGzip(in) ? new GZIPInputStream(in, BUFFER_BYTES) : in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The next line that is not a header, or null at the end. */
  public @Nullable FileLine next() throws IOException {
    FileLine line = lines.next();
    if (!started && line != null) {
      started = true;
      line = withoutByteOrderMark(line);
      CsvHeader found = CsvHeader.of(line.bytes()).orElse(null);
      if (found != null) {
        header = found.isCanonical() ? null : found;
        line = lines.next();
      }
    }
    CsvHeader columns = header;
    if (line == null || columns == null || line.isCut() || line.bytes().length == 0) {
      return line;
    }
    byte[] canonical = columns.toCanonical(line.bytes());
    return new FileLine(line.offset(), new RawLine(canonical), canonical.length);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private static FileLine withoutByteOrderMark(FileLine line) {
    int length = BYTE_ORDER_MARK.length;
    byte[] bytes = line.bytes();
    if (bytes.length < length
        || !Arrays.equals(bytes, 0, length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
      return line;
    }
    return new FileLine(
        line.offset() + length,
        new RawLine(Arrays.copyOfRange(bytes, length, bytes.length)),
        line.length() - length);
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    return first == 0x1F && second == 0x8B;
  }
}
