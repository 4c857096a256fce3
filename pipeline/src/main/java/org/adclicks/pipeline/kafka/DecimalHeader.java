package org.adclicks.pipeline.kafka;

import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A record's header that holds a number as decimal ASCII. */
public final class DecimalHeader {

  private static final int MAX_DIGITS = 18;

  private DecimalHeader() {}

  /** The number; nothing if the header is not there or not readable. */
  public static OptionalLong read(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null) {
      return OptionalLong.empty();
    }
    byte[] digits = header.value();
    if (digits.length == 0 || digits.length > MAX_DIGITS) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (byte digit : digits) {
      if (digit < '0' || digit > '9') {
        return OptionalLong.empty();
      }
      number = number * 10 + digit - '0';
    }
    return OptionalLong.of(number);
  }
}
