package org.adclicks.transforms.index;

import java.nio.ByteBuffer;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.transforms.pack.ClickCursor;

/** Clicks of packs as one side of the index sees them. */
final class SideClicks {

  private SideClicks() {}

  /** The hash that says the click's bucket. */
  static int hash(ClickSide side, ClickCursor click) {
    return side == ClickSide.USER ? click.userHash() : click.ipHash();
  }

  static IndexedClick indexed(ClickSide side, ClickCursor click) {
    byte[] user = bytes(click.userIdUtf8());
    byte[] ip = bytes(click.ipUtf8());
    byte[] key = side == ClickSide.USER ? user : ip;
    byte[] other = side == ClickSide.USER ? ip : user;
    byte[] ad = bytes(click.adIdUtf8());
    byte[] scope = bytes(click.scopeKeyUtf8());
    long time = click.clickTimestampMillis();
    return click.hasClickId()
        ? IndexedClick.byClickId(key, time, click.identityHigh(), ad, other, scope)
        : IndexedClick.byFields(key, time, ad, other, scope);
  }

  private static byte[] bytes(ByteBuffer text) {
    byte[] bytes = new byte[text.remaining()];
    text.get(bytes);
    return bytes;
  }
}
