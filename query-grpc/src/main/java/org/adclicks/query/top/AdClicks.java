package org.adclicks.query.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.adclicks.click.Utf8Order;

/** An ad and its clicks, as ranked: most clicks first, equal clicks by ad id. */
public record AdClicks(String adId, long clicks) {

  public static final Comparator<AdClicks> RANKING =
      Comparator.comparingLong(AdClicks::clicks)
          .reversed()
          .thenComparing(AdClicks::adId, Utf8Order.INSTANCE);

  /** Ranks and cuts; ads without a click are not ranked. */
  public static List<AdClicks> top(int count, Map<String, Long> totals) {
    Selection selection = new Selection(count);
    totals.forEach(selection::offer);
    return selection.ranked();
  }

  /** Keeps the best of many without keeping the many. */
  public static final class Selection {

    private final int count;
    private final PriorityQueue<AdClicks> worstFirst = new PriorityQueue<>(RANKING.reversed());

    public Selection(int count) {
      this.count = count;
    }

    public void offer(String adId, long clicks) {
      if (clicks > 0) {
        worstFirst.add(new AdClicks(adId, clicks));
        if (worstFirst.size() > count) {
          worstFirst.remove();
        }
      }
    }

    public List<AdClicks> ranked() {
      List<AdClicks> ranked = new ArrayList<>(worstFirst);
      ranked.sort(RANKING);
      return ranked;
    }
  }
}
