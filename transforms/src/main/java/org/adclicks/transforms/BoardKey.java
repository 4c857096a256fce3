package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** Which leaderboard: of what window and scope, ending when. */
record BoardKey(RankingWindow window, String scope, long windowEndMillis) {

  /** {@link BoardKey}: window, scope, end. */
  static final class KeyCoder extends PackCoder<BoardKey> {

    private static final long serialVersionUID = 1L;
    private static final KeyCoder INSTANCE = new KeyCoder();

    static KeyCoder of() {
      return INSTANCE;
    }

    @Override
    void write(BoardKey value, PackWriter out) {
      WindowLeaderboardCoder.RankingWindowFormat.write(value.window(), out);
      out.putString(value.scope()).putVarLong(value.windowEndMillis());
    }

    @Override
    BoardKey read(PackReader in) throws CoderException {
      return new BoardKey(
          WindowLeaderboardCoder.RankingWindowFormat.read(in), in.getScope(), in.getVarLong());
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
