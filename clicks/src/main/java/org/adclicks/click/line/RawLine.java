package org.adclicks.click.line;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one log line, parsed once: a source that must know the click's time and the
 * transform that parses share the result as long as the object itself is passed on.
 */
public final class RawLine {

  private final byte[] bytes;
  private final long length;
  private transient @Nullable ParsedLine parsed;

  public RawLine(byte[] bytes) {
    this(bytes, bytes.length);
  }

  /**
   * A line of which these bytes may be only the beginning.
   *
   * @param length of the whole line in bytes
   */
  public RawLine(byte[] bytes, long length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** The line without its line break. Not copied: leave it as it is. */
  public byte[] bytes() {
    return bytes;
  }

  /** The length of the whole line in bytes. */
  public long length() {
    return length;
  }

  /** What the line turned out to be; the same object every time. */
  public ParsedLine parsed() {
    ParsedLine result = parsed;
    if (result == null) {
      result = length > bytes.length ? ClickParser.tooLong() : ClickParser.parse(bytes);
      parsed = result;
    }
    return result;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawLine line
        && length == line.length
        && Arrays.equals(bytes, line.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "RawLine[" + length + " bytes]";
  }
}
