package org.adclicks.transforms.rank;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.click.Scope;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link WindowLeaderboard}: window, scope, bounds, total, then the ads. */
public final class WindowLeaderboardCoder extends BinaryCoder<WindowLeaderboard> {

  private static final long serialVersionUID = 1L;
  private static final WindowLeaderboardCoder INSTANCE = new WindowLeaderboardCoder();

  private WindowLeaderboardCoder() {}

  public static WindowLeaderboardCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(WindowLeaderboard value, BinaryWriter out) {
    Leaderboard board = value.board();
    RankingWindowFormat.write(value.window(), out);
    out.putScope(board.scope()).putVarLong(board.windowEndMillis()).putVarLong(board.totalClicks());
    RankedAdsFormat.write(board.ads(), out);
  }

  @Override
  public WindowLeaderboard read(BinaryReader in) throws CoderException {
    RankingWindow window = RankingWindowFormat.read(in);
    Scope scope = in.getScope();
    long end = in.getVarLong();
    long total = in.getVarLong();
    return new WindowLeaderboard(
        window,
        new Leaderboard(
            scope,
            end - window.lengthMillis(),
            end,
            window.capacity(),
            total,
            RankedAdsFormat.read(in)));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  /** How a {@link RankingWindow} stands inside other values. */
  static final class RankingWindowFormat {

    private RankingWindowFormat() {}

    static void write(RankingWindow window, BinaryWriter out) {
      out.putVarLong(window.lengthMillis())
          .putVarLong(window.periodMillis())
          .putVarLong(window.capacity());
    }

    static RankingWindow read(BinaryReader in) throws CoderException {
      return new RankingWindow(in.getVarLong(), in.getVarLong(), in.getVarInt());
    }
  }

  /** How ranked ads stand inside other values. */
  static final class RankedAdsFormat {

    private RankedAdsFormat() {}

    static void write(List<RankedAd> ads, BinaryWriter out) {
      out.putVarLong(ads.size());
      for (RankedAd ad : ads) {
        out.putString(ad.adId()).putVarLong(ad.clicks());
      }
    }

    static List<RankedAd> read(BinaryReader in) throws CoderException {
      int size = in.getVarInt();
      List<RankedAd> ads = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        ads.add(new RankedAd(in.getString(), in.getVarLong()));
      }
      return ads;
    }
  }
}
