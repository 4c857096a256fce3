package org.adclicks.transforms;

import com.google.common.hash.HashCode;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
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
  private static final int TUPLE = 0;
  private static final int CLICK_ID = 1;

  private ClickIdentity() {}

  /** The click with its identity. */
  public static IdentifiedClick identify(Click click) {
    String clickId = click.clickId();
    Hasher hasher = HASH.newHasher(128);
    if (clickId != null) {
      putText(hasher.putByte((byte) CLICK_ID), clickId);
    } else {
      hasher.putByte((byte) TUPLE).putLong(click.clickTimestampMillis());
      putText(hasher, click.adId());
      putText(hasher, click.userId());
      putText(hasher, click.ip());
    }
    HashCode hash = hasher.hash();
    ByteBuffer bytes = ByteBuffer.wrap(hash.asBytes()).order(ByteOrder.LITTLE_ENDIAN);
    return new IdentifiedClick(bytes.getLong(), bytes.getLong(), click);
  }

  /** The length first, so that ("ab", "c") and ("a", "bc") differ. */
  private static void putText(Hasher hasher, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }
}
