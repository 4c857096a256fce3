package org.adclicks.transforms;

import java.util.List;
import org.apache.beam.sdk.coders.CoderException;

/**
 * One shard's share of a leaderboard.
 *
 * @param shardClicks clicks of the whole scope in the window, of this shard's ads, so far
 * @param fireAtMillis when, in event time, all shards have given their share
 * @param ads the shard's top ads, or those of them that late clicks changed, with their whole
 *     counts
 */
record BoardPart(int shard, long shardClicks, long fireAtMillis, List<RankedAd> ads) {

  /** {@link BoardPart}, field by field. */
  static final class PartCoder extends PackCoder<BoardPart> {

    private static final long serialVersionUID = 1L;
    private static final PartCoder INSTANCE = new PartCoder();

    static PartCoder of() {
      return INSTANCE;
    }

    @Override
    void write(BoardPart value, PackWriter out) {
      out.putVarLong(value.shard())
          .putVarLong(value.shardClicks())
          .putVarLong(value.fireAtMillis());
      WindowLeaderboardCoder.RankedAdsFormat.write(value.ads(), out);
    }

    @Override
    BoardPart read(PackReader in) throws CoderException {
      return new BoardPart(
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
