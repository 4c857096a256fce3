package org.adclicks.proto.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * IPv4 addresses, which a column of texts may consist of, as numbers and back to the same texts.
 */
final class Ipv4Texts {

  private static final int PARTS = 4;
  private static final int MOST_DIGITS = 3;
  private static final int MOST_IN_PART = 255;
  private static final long NONE = -1;

  private Ipv4Texts() {}

  /** All as numbers; null if one is anything else than an address as {@link #format} writes it. */
  static int @Nullable [] parseAll(List<byte[]> texts) {
    int[] addresses = new int[texts.size()];
    for (int i = 0; i < addresses.length; i++) {
      long address = parse(texts.get(i));
      if (address == NONE) {
        return null;
      }
      addresses[i] = (int) address;
    }
    return addresses;
  }

  static byte[] format(int address) {
    StringBuilder text = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
      text.append(text.isEmpty() ? "" : ".").append(address >>> shift & MOST_IN_PART);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static long parse(byte[] text) {
    long address = 0;
    int at = 0;
    for (int part = 0; part < PARTS; part++) {
      int start = at;
      int value = 0;
      while (at < text.length && text[at] >= '0' && text[at] <= '9' && at - start < MOST_DIGITS) {
        value = value * 10 + text[at++] - '0';
      }
      boolean isLast = part == PARTS - 1;
      boolean ends = isLast ? at == text.length : at < text.length && text[at++] == '.';
      int digits = at - start - (isLast ? 0 : 1);
      if (!ends || digits == 0 || value > MOST_IN_PART || (digits > 1 && text[start] == '0')) {
        return NONE;
      }
      address = address << Byte.SIZE | value;
    }
    return address;
  }
}
