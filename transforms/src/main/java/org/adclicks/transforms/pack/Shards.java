package org.adclicks.transforms.pack;

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

  /**
   * So that a shard of ads owns whole buckets of the store, whose number is a power of two, or a
   * part of one, and its writes fill batches.
   */
  public static int requirePowerOfTwo(int shards) {
    if (Integer.bitCount(requirePositive(shards)) != 1) {
      throw new IllegalArgumentException("shards of ads must be a power of two, not " + shards);
    }
    return shards;
  }
}
