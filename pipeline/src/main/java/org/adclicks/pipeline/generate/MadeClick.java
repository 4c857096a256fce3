package org.adclicks.pipeline.generate;

/**
 * A made-up click, as numbers.
 *
 * @param ad its rank, from 1; 0 is the hot ad
 * @param user its number
 * @param ip the bits of an IPv4 address; -1 if it follows from the user
 * @param clickId -1 for none
 */
record MadeClick(int ad, long timestampMillis, int user, long ip, String country, long clickId) {

  void writeAd(LineBuffer out) {
    if (ad == 0) {
      out.text("ad-hot");
    } else {
      out.text("ad-").number(ad);
    }
  }

  void writeUser(LineBuffer out) {
    out.text("user-").number(user);
  }

  void writeIp(LineBuffer out) {
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

  void writeClickId(LineBuffer out) {
    out.text("c-").number(clickId);
  }
}
