package org.adclicks.transforms;

import com.google.common.hash.HashCode;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The identity of a click: its click_id if it has one, else (ad_id, click_timestamp, user_id, ip),
 * hashed to 128 bits. At a billion clicks a day two different ones share a hash once in some 10^13
 * years.
 */
public final class ClickIdentity {

  private static final HashFunction HASH = Hashing.murmur3_128();
  private static final byte TUPLE = 0;
  private static final byte CLICK_ID = 1;

  private ClickIdentity() {}

  /** The click with its identity. */
  public static IdentifiedClick identify(Click click) {
    String clickId = click.clickId();
    ByteBuffer input;
    if (clickId != null) {
      byte[] id = bytes(clickId);
      input = buffer(1 + Integer.BYTES + id.length).put(CLICK_ID);
      putText(input, id);
    } else {
      byte[] ad = bytes(click.adId());
      byte[] user = bytes(click.userId());
      byte[] ip = bytes(click.ip());
      int length = 1 + Long.BYTES + 3 * Integer.BYTES + ad.length + user.length + ip.length;
      input = buffer(length).put(TUPLE).putLong(click.clickTimestampMillis());
      putText(input, ad);
      putText(input, user);
      putText(input, ip);
    }
    HashCode hash = HASH.hashBytes(input.flip());
    ByteBuffer halves = ByteBuffer.wrap(hash.asBytes()).order(ByteOrder.LITTLE_ENDIAN);
    return new IdentifiedClick(halves.getLong(), halves.getLong(), click);
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The length first, so that ("ab", "c") and ("a", "bc") differ. */
  private static void putText(ByteBuffer input, byte[] text) {
    input.putInt(text.length).put(text);
  }
}
