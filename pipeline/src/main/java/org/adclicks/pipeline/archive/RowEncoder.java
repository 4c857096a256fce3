package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.adclicks.click.Click;
import org.adclicks.click.Origin;
import org.adclicks.click.SourcedClick;
import org.jspecify.annotations.Nullable;

/**
 * Writes clicks as the rows of a pack, each column's bytes as the file will hold them: the sink
 * then makes no string of them. {@link RowCursor} reads them.
 *
 * <p>Mutable, not thread-safe.
 */
final class RowEncoder {

  private static final int MAX_NUMBER_BYTES = 10;

  private byte[] buffer = new byte[256];
  private int size;

  /** Writes one row. */
  void encode(SourcedClick sourced, OutputStream out) throws IOException {
    size = 0;
    Click click = sourced.click();
    Origin origin = sourced.origin();
    putText(click.adId());
    putNumber(click.clickTimestampMillis());
    putText(click.userId());
    putBytes(IpBytes.parse(click.ip()));
    putText(click.country());
    putSentCountry(sourced.sentCountry());
    putOptionalText(click.clickId());
    putText(origin.topic());
    putNumber(origin.partition());
    putNumber(origin.offset());
    putNumber(sourced.arrivalMillis());
    out.write(buffer, 0, size);
  }

  private void putText(String text) {
    putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An id is never empty, so none is. */
  private void putOptionalText(@Nullable String text) {
    putText(text == null ? "" : text);
  }

  /** It may be empty: so a byte before it says whether there is one. */
  private void putSentCountry(@Nullable String text) {
    putNumber(text == null ? 0 : 1);
    if (text != null) {
      putText(text);
    }
  }

  private void putBytes(byte[] bytes) {
    putNumber(bytes.length);
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  /** Unsigned LEB128. */
  private void putNumber(long value) {
    ensure(MAX_NUMBER_BYTES);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
