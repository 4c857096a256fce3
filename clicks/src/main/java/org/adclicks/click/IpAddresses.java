package org.adclicks.click;

import com.google.common.net.InetAddresses;
import org.jspecify.annotations.Nullable;

/** The canonical text of ip addresses. */
public final class IpAddresses {

  private IpAddresses() {}

  /**
   * IPv4 as a dotted quad, IPv6 as RFC 5952 writes it, an IPv4-mapped IPv6 address as its IPv4
   * address; null if the text is no address.
   */
  public static @Nullable String canonical(String text) {
    if (isDottedQuad(text)) {
      return text;
    }
    // A zone ("%eth0") means something on one host only.
    if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || !InetAddresses.isInetAddress(text)) {
      return null;
    }
    return InetAddresses.toAddrString(InetAddresses.forString(text));
  }

  /** Four numbers 0 to 255 without leading zeros: that text is canonical as it is. */
  private static boolean isDottedQuad(String text) {
    int length = text.length();
    if (length < 7 || length > 15) {
      return false;
    }
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
        return false;
      }
      parts++;
      if (i < length && (text.charAt(i++) != '.' || i == length)) {
        return false;
      }
    }
    return parts == 4;
  }
}
