package org.adclicks.transforms.index;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.transforms.pack.Shards;

/**
 * Over which keys the buckets of both sides are spread. A shard has buckets of one side.
 *
 * <p>Errors: {@link IllegalArgumentException} for no shards.
 *
 * @param perSide shards of each side
 */
public record IndexShards(ClickBuckets buckets, int perSide) implements Serializable {

  private static final List<ClickSide> SIDES = List.of(ClickSide.values());

  /** Some three KB. */
  private static final int CLICKS_PER_BLOCK = 128;

  private static final int LEAST_CUT = 2048;

  public IndexShards {
    Shards.requirePositive(perSide);
  }

  /** Shards of both sides. */
  public int count() {
    return perSide * SIDES.size();
  }

  public int shardOf(ClickSide side, int bucket) {
    return bucket % perSide * SIDES.size() + side.ordinal();
  }

  public ClickSide sideOf(int shard) {
    return SIDES.get(shard % SIDES.size());
  }

  /** The buckets of a shard, in order. */
  public IntStream bucketsOf(int shard) {
    int first = shard / SIDES.size();
    return IntStream.range(0, (buckets.count() - first + perSide - 1) / perSide)
        .map(i -> first + i * perSide);
  }

  /**
   * How many of a minute's clicks a shard holds before it cuts them, so that blocks are worth it.
   */
  int clicksWorthCutting() {
    return Math.max(LEAST_CUT, (int) bucketsOf(0).count() * CLICKS_PER_BLOCK);
  }
}
