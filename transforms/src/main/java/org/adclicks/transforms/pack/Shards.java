package org.adclicks.transforms.pack;

import org.adclicks.proto.store.Buckets;

/**
 * Checks of how many shards a transform spreads its keys over.
 *
 * <p>Errors: {@link IllegalArgumentException}, saying what they must be.
 */
public final class Shards {

  private Shards() {}

  public static int requirePositive(int shards) {
    if (shards < 1) {
      throw new IllegalArgumentException("there must be at least one shard, not " + shards);
    }
    return shards;
  }

  /** So that a shard of ads owns whole buckets of the store, and its writes fill batches. */
  public static int requireDivisorOfBuckets(int shards) {
    if (requirePositive(shards) > Buckets.COUNT || Buckets.COUNT % shards != 0) {
      throw new IllegalArgumentException(
          "shards of ads must divide the store's " + Buckets.COUNT + " buckets, not " + shards);
    }
    return shards;
  }
}
