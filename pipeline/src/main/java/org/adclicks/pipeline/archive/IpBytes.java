package org.adclicks.pipeline.archive;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An ip address as bytes, 4 or 16 in network order, and as the text clicks carry.
 *
 * <p>Errors: {@link IllegalArgumentException} for what is no address; clicks have been parsed, so
 * there are none.
 */
final class IpBytes {

  private static final int IPV4_BYTES = 4;
  private static final int LONGEST_IPV4 = 15;

  private IpBytes() {}

  static byte[] parse(String text) {
    if (text.indexOf(':') < 0) {
      return parseDottedQuad(text);
    }
    return InetAddresses.forString(text).getAddress();
  }

  // Guava's parser splits the text; this one runs for every click.
  private static byte[] parseDottedQuad(String text) {
    byte[] bytes = new byte[IPV4_BYTES];
    int part = 0;
    int value = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + c - '0';
      } else if (c == '.' && part < IPV4_BYTES - 1 && value >= 0 && value <= 255) {
        bytes[part++] = (byte) value;
        value = -1;
      } else {
        throw new IllegalArgumentException("no ip address: " + text);
      }
      if (value > 255) {
        throw new IllegalArgumentException("no ip address: " + text);
      }
    }
    if (part != IPV4_BYTES - 1 || value < 0) {
      throw new IllegalArgumentException("no ip address: " + text);
    }
    bytes[part] = (byte) value;
    return bytes;
  }

  /** A dotted quad, or RFC 5952. */
  static String format(byte[] address) {
    return new String(formatUtf8(address), StandardCharsets.ISO_8859_1);
  }

  /** The same as UTF-8. */
  static byte[] formatUtf8(byte[] address) {
    if (address.length == IPV4_BYTES) {
      return formatDottedQuad(address);
    }
    try {
      return InetAddresses.toAddrString(InetAddress.getByAddress(address))
          .getBytes(StandardCharsets.UTF_8);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "an ip address has 4 or 16 bytes, not " + address.length, e);
    }
  }

  private static byte[] formatDottedQuad(byte[] address) {
    byte[] text = new byte[LONGEST_IPV4];
    int size = 0;
    for (int i = 0; i < IPV4_BYTES; i++) {
      int value = address[i] & 0xFF;
      if (i > 0) {
        text[size++] = '.';
      }
      if (value >= 100) {
        text[size++] = (byte) ('0' + value / 100);
      }
      if (value >= 10) {
        text[size++] = (byte) ('0' + value / 10 % 10);
      }
      text[size++] = (byte) ('0' + value % 10);
    }
    return Arrays.copyOf(text, size);
  }
}
