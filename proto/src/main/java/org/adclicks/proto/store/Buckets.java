package org.adclicks.proto.store;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * The hash that spreads ads, users and ips over the store's partitions.
 *
 * <p>Units: buckets, 0 to {@link #COUNT} - 1. A change of either the hash or the count is a new
 * schema version: rows already written would no longer be found.
 */
public final class Buckets {

  /**
   * Buckets of each hour. At 10 k clicks/s an hour holds some 18 M cells, so a partition about 280
   * k rows or 17 MB: within what Cassandra likes, and enough partitions for dozens of nodes.
   */
  public static final int COUNT = 64;

  private Buckets() {}

  /** The bucket of an ad id, user id or canonical ip. */
  public static int of(String key) {
    return ofHash(hash(key));
  }

  /** The bucket of whatever has this {@link #hash}. */
  public static int ofHash(int hash) {
    return Math.floorMod(hash, COUNT);
  }

  /**
   * The hash behind {@link #of}; anything sharded by it modulo a power of two owns whole buckets,
   * or a part of one.
   */
  public static int hash(String key) {
    return Hashing.murmur3_32_fixed().hashString(key, StandardCharsets.UTF_8).asInt();
  }

  /** The same of a key that is there as UTF-8. */
  public static int hash(byte[] bytes, int start, int length) {
    return Hashing.murmur3_32_fixed().hashBytes(bytes, start, length).asInt();
  }
}
