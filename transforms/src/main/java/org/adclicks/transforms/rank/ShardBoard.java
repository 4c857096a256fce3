package org.adclicks.transforms.rank;

import java.util.List;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/**
 * One shard's share of a leaderboard.
 *
 * @param shard from 0, below how many there are
 * @param shardClicks clicks of the whole scope in the window, of this shard's ads, so far
 * @param fireAtMillis when, in event time, all shards have given their share
 * @param ads the shard's top ads, or those of them that late clicks changed, with their whole
 *     counts
 */
public record ShardBoard(int shard, long shardClicks, long fireAtMillis, List<RankedAd> ads) {

  /** {@link ShardBoard}, field by field. */
  public static final class PartCoder extends BinaryCoder<ShardBoard> {

    private static final long serialVersionUID = 1L;
    private static final PartCoder INSTANCE = new PartCoder();

    public static PartCoder of() {
      return INSTANCE;
    }

    @Override
    public void write(ShardBoard value, BinaryWriter out) {
      out.putVarLong(value.shard())
          .putVarLong(value.shardClicks())
          .putVarLong(value.fireAtMillis());
      WindowLeaderboardCoder.RankedAdsFormat.write(value.ads(), out);
    }

    @Override
    public ShardBoard read(BinaryReader in) throws CoderException {
      return new ShardBoard(
          in.getVarInt(),
          in.getVarLong(),
          in.getVarLong(),
          WindowLeaderboardCoder.RankedAdsFormat.read(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
