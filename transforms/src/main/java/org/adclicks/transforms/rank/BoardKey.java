package org.adclicks.transforms.rank;

import org.adclicks.click.Scope;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** Which leaderboard: of what window and scope, ending when. */
public record BoardKey(RankingWindow window, Scope scope, long windowEndMillis) {

  /** {@link BoardKey}: window, scope, end. */
  public static final class KeyCoder extends BinaryCoder<BoardKey> {

    private static final long serialVersionUID = 1L;
    private static final KeyCoder INSTANCE = new KeyCoder();

    public static KeyCoder of() {
      return INSTANCE;
    }

    @Override
    public void write(BoardKey value, BinaryWriter out) {
      WindowLeaderboardCoder.RankingWindowFormat.write(value.window(), out);
      out.putScope(value.scope()).putVarLong(value.windowEndMillis());
    }

    @Override
    public BoardKey read(BinaryReader in) throws CoderException {
      return new BoardKey(
          WindowLeaderboardCoder.RankingWindowFormat.read(in), in.getScope(), in.getVarLong());
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
