package org.adclicks.transforms.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the clicks of a {@link ClickPack} and decodes the fields it is asked for.
 *
 * <p>Mutable: a place in the pack, before the first click at first. Not thread-safe.
 */
public final class ClickCursor {

  private final byte[] rows;
  private final ByteBuffer view;
  private final int length;
  private int start;
  private int end;
  private int clickId;
  private int time;
  private int adId;
  private int userId;
  private int ip;
  private int scope;

  ClickCursor(byte[] rows, int length) {
    this.rows = rows;
    this.view = ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN);
    this.length = length;
  }

  /** Goes on to the next click; false if there is none, and then no field may be asked for. */
  public boolean next() {
    if (end >= length) {
      return false;
    }
    start = end;
    int kind = start + ClickRowEncoder.IDENTITY_BYTES;
    time = kind + 1;
    clickId = -1;
    if (rows[kind] == ClickRowEncoder.CLICK_ID) {
      clickId = time;
      time = behind(clickId);
    }
    adId = time + Long.BYTES;
    userId = behind(adId);
    ip = behind(userId);
    scope = behind(ip);
    end = behind(scope);
    return true;
  }

  /** The first half of the 128-bit identity: two clicks of one identity are one, sent twice. */
  public long identityHigh() {
    return view.getLong(start);
  }

  /** The second half of the identity. */
  public long identityLow() {
    return view.getLong(start + Long.BYTES);
  }

  /** Milliseconds since 1970, UTC. */
  public long clickTimestampMillis() {
    return view.getLong(time);
  }

  public String adId() {
    return text(adId);
  }

  /** {@link Buckets#hash} of the ad. */
  public int adHash() {
    return hash(adId);
  }

  /** {@link Buckets#hash} of the user. */
  public int userHash() {
    return hash(userId);
  }

  /** {@link Buckets#hash} of the canonical ip. */
  public int ipHash() {
    return hash(ip);
  }

  /** The ad in UTF-8. This and its like are views of the pack, not copies. */
  public ByteBuffer adIdUtf8() {
    return utf8(adId);
  }

  public ByteBuffer userIdUtf8() {
    return utf8(userId);
  }

  public ByteBuffer ipUtf8() {
    return utf8(ip);
  }

  /** The key of the click's scope. */
  public ByteBuffer scopeKeyUtf8() {
    return utf8(scope);
  }

  /** Whether the identity is that of a click_id, and not of time, ad, user and ip. */
  public boolean hasClickId() {
    return clickId >= 0;
  }

  /** The narrowest scope of the click: the same object for the same one. */
  public Scope scope() {
    return Scope.ofKey(text(scope));
  }

  /** All of it. */
  public Click click() {
    return new Click(adId(), clickTimestampMillis(), text(userId), text(ip), scope(), clickId());
  }

  /** What the click's row is in. */
  byte[] rows() {
    return rows;
  }

  /** Where the click's row begins. */
  int start() {
    return start;
  }

  /** Where the row ends. */
  int end() {
    return end;
  }

  private @Nullable String clickId() {
    return clickId < 0 ? null : text(clickId);
  }

  private int hash(int text) {
    return Buckets.hash(rows, text + Integer.BYTES, view.getInt(text));
  }

  private ByteBuffer utf8(int text) {
    return view.slice(text + Integer.BYTES, view.getInt(text));
  }

  private int behind(int text) {
    return text + Integer.BYTES + view.getInt(text);
  }

  private String text(int at) {
    return new String(rows, at + Integer.BYTES, view.getInt(at), StandardCharsets.UTF_8);
  }
}
