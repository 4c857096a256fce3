package org.adclicks.transforms.index;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.adclicks.proto.store.ClickBlock;
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

  /** The shards whose buckets a block of this bucket has clicks of: of a late one it is several. */
  public IntStream shardsOf(ClickSide side, int bucket) {
    return bucket >= 0
        ? IntStream.of(shardOf(side, bucket))
        : buckets.bucketsOfLate(bucket).map(each -> shardOf(side, each)).distinct();
  }

  /** The buckets of a shard, in order. */
  public IntStream bucketsOf(int shard) {
    int first = shard / SIDES.size();
    return IntStream.range(0, (buckets.count() - first + perSide - 1) / perSide)
        .map(i -> first + i * perSide);
  }

  /**
   * How many of a minute's clicks a shard holds before it cuts them: what the store does goes by
   * blocks, so they are as large as they may be.
   */
  int clicksWorthCutting() {
    return Math.max(LEAST_CUT, (int) bucketsOf(0).count() * ClickBlock.MOST_CLICKS);
  }
}
