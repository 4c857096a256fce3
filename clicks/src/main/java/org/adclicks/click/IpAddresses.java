package org.adclicks.click;

import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Ip addresses as canonical text, and as bytes. */
public final class IpAddresses {

  private static final int IPV4_BYTES = 4;
  private static final int SHORTEST_IPV4 = 7;
  private static final int LONGEST_IPV4 = 15;

  private IpAddresses() {}

  /**
   * IPv4 as a dotted quad, IPv6 as RFC 5952 writes it, an IPv4-mapped IPv6 address as its IPv4
   * address; null if the text is no address.
   */
  public static @Nullable String canonical(String text) {
    if (dottedQuad(text) >= 0) {
      return text;
    }
    // A zone ("%eth0") means something on one host only.
    if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || !InetAddresses.isInetAddress(text)) {
      return null;
    }
    return InetAddresses.toAddrString(InetAddresses.forString(text));
  }

  /**
   * The address as bytes, 4 or 16 in network order.
   *
   * <p>Errors: {@link IllegalArgumentException} for what is no canonical address.
   */
  public static byte[] toBytes(String canonical) {
    if (canonical.indexOf(':') >= 0) {
      return InetAddresses.forString(canonical).getAddress();
    }
    long quad = dottedQuad(canonical);
    if (quad < 0) {
      throw new IllegalArgumentException("no ip address: " + canonical);
    }
    return Ints.toByteArray((int) quad);
  }

  /** The canonical text of an address of 4 or 16 bytes; {@link IllegalArgumentException} else. */
  public static String ofBytes(byte[] address) {
    return new String(utf8OfBytes(address), StandardCharsets.ISO_8859_1);
  }

  /** The same as UTF-8. */
  public static byte[] utf8OfBytes(byte[] address) {
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

  /**
   * Four numbers 0 to 255 without leading zeros, a text that is canonical as it is: their 32 bits;
   * -1 for any other text. Guava's parser splits the text; this one runs for every click.
   */
  private static long dottedQuad(String text) {
    int length = text.length();
    if (length < SHORTEST_IPV4 || length > LONGEST_IPV4) {
      return -1;
    }
    long quad = 0;
    int parts = 0;
    int i = 0;
    while (i < length) {
      int start = i;
      int value = 0;
      while (i < length && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
        value = value * 10 + text.charAt(i++) - '0';
      }
      int digits = i - start;
      if (digits == 0 || digits > 3 || value > 255 || (digits > 1 && text.charAt(start) == '0')) {
        return -1;
      }
      quad = quad << 8 | value;
      parts++;
      if (i < length && (text.charAt(i++) != '.' || i == length)) {
        return -1;
      }
    }
    return parts == IPV4_BYTES ? quad : -1;
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
