package org.adclicks.pipeline.logfile;

import org.adclicks.click.line.ClickParser;
import org.adclicks.click.line.RawLine;

/**
 * One line of a log file.
 *
 * @param offset of its first byte in the uncompressed file
 * @param raw without the line break; of a longer line only the first {@link
 *     ClickParser#MAX_LINE_BYTES} + 1 bytes
 * @param length of the whole line in bytes
 */
public record FileLine(long offset, RawLine raw, long length) {

  /** The bytes of {@link #raw}. */
  public byte[] bytes() {
    return raw.bytes();
  }

  /** Whether {@link #raw} is only the line's beginning. */
  public boolean isCut() {
    return raw.bytes().length < length;
  }
}
