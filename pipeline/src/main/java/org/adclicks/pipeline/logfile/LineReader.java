package org.adclicks.pipeline.logfile;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.adclicks.click.line.ClickParser;
import org.adclicks.click.line.RawLine;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into lines (LF or CRLF), whatever the bytes are. A line of any length
 * costs no more memory than the part of it that is kept.
 */
final class LineReader implements Closeable {

  private static final int KEPT_BYTES = ClickParser.MAX_LINE_BYTES + 1;
  private static final int BUFFER_BYTES = 128 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long bufferOffset;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line, an empty one included, or null at the end. */
  @Nullable FileLine next() throws IOException {
    if (position == limit && !fill()) {
      return null;
    }
    if (buffer[position] == 0) {
      return lineBehindZeros();
    }
    return line();
  }

  /**
   * A log that was truncated under its writer goes on behind a hole of zeros, which may be larger
   * than any line: it is no part of the line behind it. Without such a line it is one itself.
   */
  private FileLine lineBehindZeros() throws IOException {
    long offset = bufferOffset + position;
    while ((position < limit || fill()) && buffer[position] == 0) {
      position++;
    }
    long zeros = bufferOffset + position - offset;
    FileLine line = position < limit ? line() : null;
    return line != null && line.length() > 0
        ? line
        : new FileLine(
            offset, new RawLine(new byte[(int) Math.min(zeros, KEPT_BYTES)], zeros), zeros);
  }

  private FileLine line() throws IOException {
    long offset = bufferOffset + position;
    int lineBreak = indexOfLineBreak();
    if (lineBreak >= 0) {
      byte[] bytes = Arrays.copyOfRange(buffer, position, lineBreak);
      position = lineBreak + 1;
      return line(offset, bytes, bytes.length, bytes.length == 0 ? 0 : buffer[lineBreak - 1]);
    }
    return readOverBuffers(offset);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private FileLine readOverBuffers(long offset) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long length = 0;
    byte last = 0;
    while (true) {
      int lineBreak = indexOfLineBreak();
      int end = lineBreak >= 0 ? lineBreak : limit;
      kept.write(buffer, position, Math.min(end - position, KEPT_BYTES - kept.size()));
      length += end - position;
      last = end > position ? buffer[end - 1] : last;
      position = end;
      if (lineBreak >= 0) {
        position++;
        break;
      }
      if (!fill()) {
        break;
      }
    }
    return line(offset, kept.toByteArray(), length, last);
  }

  /** The line without the CR of a CRLF, and cut if it is too long. */
  private static FileLine line(long offset, byte[] bytes, long length, int last) {
    long ownLength = last == '\r' ? length - 1 : length;
    int kept = (int) Math.min(Math.min(ownLength, KEPT_BYTES), bytes.length);
    return new FileLine(
        offset,
        new RawLine(kept == bytes.length ? bytes : Arrays.copyOf(bytes, kept), ownLength),
        ownLength);
  }

  private int indexOfLineBreak() {
    for (int i = position; i < limit; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Replaces the consumed buffer by the next bytes of the stream; false at its end. */
  private boolean fill() throws IOException {
    bufferOffset += limit;
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }
}
