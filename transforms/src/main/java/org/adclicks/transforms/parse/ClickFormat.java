package org.adclicks.transforms.parse;

import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** How a {@link Click} stands inside other values. */
final class ClickFormat {

  private ClickFormat() {}

  static void write(Click click, BinaryWriter out) {
    String clickId = click.clickId();
    out.putString(click.adId())
        .putVarLong(click.clickTimestampMillis())
        .putString(click.userId())
        .putString(click.ip())
        .putScope(click.scope())
        .putString(clickId == null ? "" : clickId);
  }

  static Click read(BinaryReader in) throws CoderException {
    String adId = in.getString();
    long timestamp = in.getVarLong();
    String userId = in.getString();
    String ip = in.getString();
    Scope scope = in.getScope();
    String clickId = in.getString();
    return new Click(adId, timestamp, userId, ip, scope, clickId.isEmpty() ? null : clickId);
  }
}
