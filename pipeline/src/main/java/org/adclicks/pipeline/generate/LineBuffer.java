package org.adclicks.pipeline.generate;

import java.util.Arrays;

/** ASCII text and numbers put together without making strings of them. */
final class LineBuffer {

  private static final int MAX_DIGITS = 19;

  private byte[] bytes = new byte[512];
  private int length;

  LineBuffer clear() {
    length = 0;
    return this;
  }

  LineBuffer text(String ascii) {
    int end = length + ascii.length();
    ensure(end);
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  /** A number that is not negative. */
  LineBuffer number(long value) {
    ensure(length + MAX_DIGITS);
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void ensure(int needed) {
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
  }
}
