package org.adclicks.pipeline.generate;

/**
 * A made-up click, as numbers.
 *
 * @param ad its rank, from 1; 0 is the hot ad
 * @param user its number; the ip follows from it
 * @param clickId -1 for none
 */
record MadeClick(int ad, long timestampMillis, int user, String country, long clickId) {

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

  /** One in eight users has an IPv6 address. */
  void writeIp(LineBuffer out) {
    int mixed = user * 0x9E3779B1;
    if ((user & 7) == 7) {
      out.text("2001:db8::");
      out.text(Integer.toHexString(user >>> 16)).text(":");
      out.text(Integer.toHexString(user & 0xFFFF));
    } else {
      out.number(11 + ((mixed >>> 24) % 200)).text(".");
      out.number((mixed >>> 16) & 255).text(".");
      out.number((mixed >>> 8) & 255).text(".");
      out.number(mixed & 255);
    }
  }

  void writeClickId(LineBuffer out) {
    out.text("c-").number(clickId);
  }
}
