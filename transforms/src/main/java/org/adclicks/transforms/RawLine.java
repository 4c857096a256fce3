package org.adclicks.transforms;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one log line, parsed once: a source that must know the click's time and the
 * transform that parses share the result as long as the object itself is passed on.
 */
public final class RawLine {

  private final byte[] bytes;
  private transient @Nullable ParsedLine parsed;

  public RawLine(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The line without its line break. Not copied: leave it as it is. */
  public byte[] bytes() {
    return bytes;
  }

  /** What the line turned out to be; the same object every time. */
  public ParsedLine parsed() {
    ParsedLine result = parsed;
    if (result == null) {
      result = ClickParser.parse(bytes);
      parsed = result;
    }
    return result;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawLine line && Arrays.equals(bytes, line.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "RawLine[" + bytes.length + " bytes]";
  }
}
