package org.adclicks.transforms;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The identity of a click: its click_id if it has one, else (ad_id, click_timestamp, user_id, ip),
 * hashed to 128 bits. At a billion clicks a day two different ones share a hash once in some 10^13
 * years.
 */
public final class ClickIdentity {

  private static final int SEED = 0;
  private static final byte TUPLE = 0;
  private static final byte CLICK_ID = 1;

  private ClickIdentity() {}

  /** The click with its identity. */
  public static IdentifiedClick identify(Click click) {
    byte[] input = input(click);
    long[] hash = MurmurHash3.hash128x64(input, 0, input.length, SEED);
    return new IdentifiedClick(hash[0], hash[1], click);
  }

  private static byte[] input(Click click) {
    String clickId = click.clickId();
    if (clickId != null) {
      byte[] id = bytes(clickId);
      byte[] input = new byte[1 + Integer.BYTES + id.length];
      putText(ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN).put(CLICK_ID), id);
      return input;
    }
    byte[] ad = bytes(click.adId());
    byte[] user = bytes(click.userId());
    byte[] ip = bytes(click.ip());
    byte[] input =
        new byte[1 + Long.BYTES + 3 * Integer.BYTES + ad.length + user.length + ip.length];
    ByteBuffer fields = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
    fields.put(TUPLE).putLong(click.clickTimestampMillis());
    putText(fields, ad);
    putText(fields, user);
    putText(fields, ip);
    return input;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The length first, so that ("ab", "c") and ("a", "bc") differ. */
  private static void putText(ByteBuffer input, byte[] text) {
    input.putInt(text.length).put(text);
  }
}
