package org.adclicks.transforms.rank;

import java.io.Serializable;
import java.util.Comparator;
import org.adclicks.click.Utf8Order;

/** An ad and its clicks in some window and scope. */
public record RankedAd(String adId, long clicks) {

  /** Most clicks first, equal clicks by ad id as its UTF-8 bytes compare. */
  public static final Comparator<RankedAd> RANKING = Ranking.BEST_FIRST;

  enum Ranking implements Comparator<RankedAd>, Serializable {
    BEST_FIRST(1),
    /** As Beam's Top wants it: the largest is the best. */
    BEST_LAST(-1);

    private final int sign;

    Ranking(int sign) {
      this.sign = sign;
    }

    @Override
    public int compare(RankedAd a, RankedAd b) {
      int byClicks = Long.compare(b.clicks, a.clicks);
      return sign * (byClicks != 0 ? byClicks : Utf8Order.INSTANCE.compare(a.adId, b.adId));
    }
  }
}
