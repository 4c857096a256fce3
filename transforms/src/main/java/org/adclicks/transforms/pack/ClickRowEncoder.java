package org.adclicks.transforms.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.adclicks.click.Click;
import org.jspecify.annotations.Nullable;

/**
 * One click as it stands in a {@link ClickPack}; {@link ClickCursor} reads it.
 *
 * <p>Identity, 16 bytes; then what the identity is the hash of: a byte that says which kind, and
 * either the click_id or time, ad, user and ip; then whatever of the click is not there yet, the
 * key of its scope last. A text is its length in four bytes and its UTF-8; numbers are
 * little-endian.
 *
 * <p>Mutable: holds the last click encoded. Not thread-safe.
 */
public final class ClickRowEncoder {

  static final int IDENTITY_BYTES = 16;

  /** The identity is that of (ad_id, click_timestamp, user_id, ip). */
  static final byte TUPLE = 0;

  /** The identity is that of the click_id. */
  static final byte CLICK_ID = 1;

  private static final int FIRST_BYTES = 256;

  private byte[] bytes = new byte[FIRST_BYTES];
  private ByteBuffer row = view(bytes);
  private long identityHigh;
  private long identityLow;
  private long clickTimestampMillis;

  public void encode(Click click) {
    String clickId = click.clickId();
    encode(
        bytes(click.adId()),
        click.clickTimestampMillis(),
        bytes(click.userId()),
        bytes(click.ip()),
        bytes(click.scope().key()),
        clickId == null ? null : bytes(clickId));
  }

  /** The same from the texts' UTF-8. */
  public void encode(
      byte[] ad,
      long timestampMillis,
      byte[] user,
      byte[] ip,
      byte[] scopeKey,
      byte @Nullable [] id) {
    clickTimestampMillis = timestampMillis;
    int texts = ad.length + user.length + ip.length + scopeKey.length + 4 * Integer.BYTES;
    int idBytes = id == null ? 0 : Integer.BYTES + id.length;
    reserve(IDENTITY_BYTES + 1 + Long.BYTES + texts + idBytes);
    row.position(IDENTITY_BYTES);
    if (id == null) {
      row.put(TUPLE).putLong(clickTimestampMillis);
      putText(ad).putText(user).putText(ip).identify();
    } else {
      row.put(CLICK_ID);
      putText(id).identify();
      row.putLong(clickTimestampMillis);
      putText(ad).putText(user).putText(ip);
    }
    putText(scopeKey);
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return row.position();
  }

  public long identityHigh() {
    return identityHigh;
  }

  long identityLow() {
    return identityLow;
  }

  long clickTimestampMillis() {
    return clickTimestampMillis;
  }

  /** Hashes everything behind the identity so far. */
  private void identify() {
    long[] hash = ClickIdentity.hash(bytes, IDENTITY_BYTES, row.position() - IDENTITY_BYTES);
    identityHigh = hash[0];
    identityLow = hash[1];
    row.putLong(0, identityHigh).putLong(Long.BYTES, identityLow);
  }

  private ClickRowEncoder putText(byte[] text) {
    row.putInt(text.length).put(text);
    return this;
  }

  private void reserve(int length) {
    if (bytes.length < length) {
      bytes = new byte[length];
      row = view(bytes);
    }
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
