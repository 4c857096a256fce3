package org.adclicks.transforms.pack;

import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The identity of a click: its click_id if it has one, else (ad_id, click_timestamp, user_id, ip),
 * hashed to 128 bits. At a billion clicks a day two different ones share a hash once in some 10^13
 * years.
 *
 * <p>{@link ClickRowEncoder} says which bytes are hashed. They stand in saved state and in the
 * click index: another hash would let clicks through that were there before.
 */
final class ClickIdentity {

  private static final int SEED = 0;

  private ClickIdentity() {}

  /** High and low half. */
  static long[] hash(byte[] bytes, int start, int length) {
    return MurmurHash3.hash128x64(bytes, start, length, SEED);
  }
}
