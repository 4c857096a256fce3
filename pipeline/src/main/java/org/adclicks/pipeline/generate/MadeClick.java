package org.adclicks.pipeline.generate;

import java.util.Map;
import org.adclicks.click.ClickField;
import org.adclicks.click.Dimension;

/**
 * A made-up click, as numbers.
 *
 * @param ad its rank, from 1; 0 is the hot ad
 * @param user its number
 * @param ip the bits of an IPv4 address; -1 if it follows from the user
 * @param values in the dimensions its line says
 * @param clickId -1 for none
 */
record MadeClick(
    int ad, long timestampMillis, int user, long ip, Map<Dimension, String> values, long clickId) {

  /** Whether the click has a field. */
  boolean has(ClickField field) {
    return switch (field.kind()) {
      case DIMENSION -> values.containsKey(Dimension.of(field));
      case ID -> field != ClickField.CLICK_ID || clickId >= 0;
      case TIME, IP -> true;
    };
  }

  /** Writes a field the click has, as text. */
  void write(ClickField field, LineBuffer out) {
    switch (field.kind()) {
      case DIMENSION -> out.text(values.getOrDefault(Dimension.of(field), ""));
      case TIME -> out.number(timestampMillis);
      case IP -> writeIp(out);
      case ID -> writeId(field, out);
    }
  }

  private void writeId(ClickField field, LineBuffer out) {
    if (field == ClickField.AD_ID) {
      writeAd(out);
    } else if (field == ClickField.USER_ID) {
      out.text("user-").number(user);
    } else {
      out.text("c-").number(clickId);
    }
  }

  private void writeAd(LineBuffer out) {
    if (ad == 0) {
      out.text("ad-hot");
    } else {
      out.text("ad-").number(ad);
    }
  }

  private void writeIp(LineBuffer out) {
    if (ip >= 0) {
      writeDottedQuad((ip >>> 24) & 255, ip, out);
    } else {
      writeIpOfUser(out);
    }
  }

  /** One in eight users has an IPv6 address. */
  private void writeIpOfUser(LineBuffer out) {
    int mixed = user * 0x9E3779B1;
    if ((user & 7) == 7) {
      out.text("2001:db8::");
      out.text(Integer.toHexString(user >>> 16)).text(":");
      out.text(Integer.toHexString(user & 0xFFFF));
    } else {
      writeDottedQuad(11 + ((mixed >>> 24) % 200), mixed, out);
    }
  }

  private static void writeDottedQuad(long first, long rest, LineBuffer out) {
    out.number(first).text(".");
    out.number((rest >>> 16) & 255).text(".");
    out.number((rest >>> 8) & 255).text(".");
    out.number(rest & 255);
  }
}
