package org.adclicks.transforms.rank;

import org.adclicks.click.Scope;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.transforms.coding.EvenKeyCoder;
import org.apache.beam.sdk.coders.CoderException;

/** Which leaderboard: of what window and scope, ending when. */
public record BoardKey(RankingWindow window, Scope scope, long windowEndMillis) {

  /**
   * {@link BoardKey}: window, scope, end. The scopes of windows that end together lie evenly, and
   * each lies elsewhere when the next ones end.
   */
  public static final class KeyCoder extends EvenKeyCoder<BoardKey> {

    private static final long serialVersionUID = 1L;
    private static final KeyCoder INSTANCE = new KeyCoder();

    public static KeyCoder of() {
      return INSTANCE;
    }

    /**
     * By the text of its key, since there may be other scopes tomorrow and a key must stay what it
     * is in a checkpoint. Its hash times the best of a hundred million odd numbers: of the 252
     * scopes there are, 64 subtasks have 6 at most.
     */
    @Override
    protected int groupOf(BoardKey key) {
      RankingWindow window = key.window();
      int group = (key.scope().key().hashCode() * 0x0e1c7557) >>> (Integer.SIZE - GROUP_BITS);
      return turned(group, key.windowEndMillis() / window.periodMillis() + window.capacity());
    }

    @Override
    protected void writeKey(BoardKey value, BinaryWriter out) {
      WindowLeaderboardCoder.RankingWindowFormat.write(value.window(), out);
      out.putScope(value.scope()).putVarLong(value.windowEndMillis());
    }

    @Override
    protected BoardKey readKey(BinaryReader in) throws CoderException {
      return new BoardKey(
          WindowLeaderboardCoder.RankingWindowFormat.read(in), in.getScope(), in.getVarLong());
    }
  }
}
