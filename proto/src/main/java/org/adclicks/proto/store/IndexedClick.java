package org.adclicks.proto.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A click as a row of the click index has it behind its user or ip: one value, so that the row is
 * its key and nothing else.
 *
 * <p>Layout: the click's time in eight bytes, big-endian, so that values sort by time; a byte that
 * says what tells this click from others; its identity in 16 bytes if that is its click_id; ad and
 * the other of user and ip, each its length in two bytes and its UTF-8; the key of the click's
 * scope. Without a click_id the time, ad, user and ip are the identity, and no hash of them is
 * kept.
 *
 * <p>Units: milliseconds since 1970, not negative. Errors: {@link IllegalArgumentException} for a
 * text longer than two bytes can say.
 */
public final class IndexedClick {

  private static final byte BY_FIELDS = 0;
  private static final byte BY_CLICK_ID = 1;
  private static final int IDENTITY_BYTES = 16;
  private static final int MAX_TEXT_BYTES = 0xffff;

  private final ByteBuffer bytes;
  private final int adId;
  private final int other;
  private final int scope;

  private IndexedClick(ByteBuffer bytes) {
    this.bytes = bytes;
    int kind = Long.BYTES;
    adId = kind + 1 + (bytes.get(kind) == BY_CLICK_ID ? IDENTITY_BYTES : 0);
    other = behind(adId);
    scope = behind(other);
  }

  /** The value of a click without a click_id; texts are UTF-8. */
  public static ByteBuffer encode(
      long millis, ByteBuffer adId, ByteBuffer other, ByteBuffer scopeKey) {
    ByteBuffer value = ByteBuffer.allocate(Long.BYTES + 1 + length(adId, other, scopeKey));
    return putFields(value.putLong(millis).put(BY_FIELDS), adId, other, scopeKey).flip();
  }

  /** The value of a click with a click_id, whose identity this is; texts are UTF-8. */
  public static ByteBuffer encode(
      long millis,
      long identityHigh,
      long identityLow,
      ByteBuffer adId,
      ByteBuffer other,
      ByteBuffer scopeKey) {
    ByteBuffer value =
        ByteBuffer.allocate(Long.BYTES + 1 + IDENTITY_BYTES + length(adId, other, scopeKey));
    value.putLong(millis).put(BY_CLICK_ID).putLong(identityHigh).putLong(identityLow);
    return putFields(value, adId, other, scopeKey).flip();
  }

  /** What no value of an earlier click and every value of a click of this time or later follows. */
  public static ByteBuffer first(long millis) {
    return ByteBuffer.allocate(Long.BYTES).putLong(0, millis);
  }

  public static IndexedClick of(ByteBuffer value) {
    return new IndexedClick(value.slice());
  }

  public long clickTimestampMillis() {
    return bytes.getLong(0);
  }

  public String adId() {
    return text(adId + Short.BYTES, other);
  }

  /** The ip of a row found by user, the user of a row found by ip. */
  public String other() {
    return text(other + Short.BYTES, scope);
  }

  /** What it counts in: the values it had in the dimensions there were when it was written. */
  public String scopeKey() {
    return text(scope, bytes.limit());
  }

  /**
   * Whether two rows of one user or ip are one click. They differ if a click was sent twice with
   * two countries, say, and a restarted pipeline met the other one first.
   */
  public boolean isSameClick(IndexedClick that) {
    int identityEnd =
        bytes.get(Long.BYTES) == BY_CLICK_ID ? Long.BYTES + 1 + IDENTITY_BYTES : scope;
    int difference = bytes.mismatch(that.bytes);
    return difference < 0 || difference >= identityEnd;
  }

  private static int length(ByteBuffer adId, ByteBuffer other, ByteBuffer scopeKey) {
    return 2 * Short.BYTES + adId.remaining() + other.remaining() + scopeKey.remaining();
  }

  // The buffers given keep their positions.
  private static ByteBuffer putFields(
      ByteBuffer value, ByteBuffer adId, ByteBuffer other, ByteBuffer scopeKey) {
    putText(value, adId);
    putText(value, other);
    return value.put(scopeKey.duplicate());
  }

  private static void putText(ByteBuffer value, ByteBuffer text) {
    if (text.remaining() > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException("a text of " + text.remaining() + " bytes");
    }
    value.putShort((short) text.remaining()).put(text.duplicate());
  }

  private int behind(int text) {
    return text + Short.BYTES + Short.toUnsignedInt(bytes.getShort(text));
  }

  private String text(int start, int end) {
    byte[] utf8 = new byte[end - start];
    bytes.get(start, utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
