package org.adclicks.transforms.rank;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.click.Scope;

/**
 * The top ads of one scope over one window.
 *
 * @param windowStartMillis first millisecond of the window
 * @param windowEndMillis first millisecond after it
 * @param capacity how many ads the list is cut to; a shorter list is all there is
 * @param totalClicks clicks of the whole scope in the window, listed or not: grows with every click
 *     counted
 * @param ads in {@link RankedAd#RANKING} order, no ad twice
 */
public record Leaderboard(
    Scope scope,
    long windowStartMillis,
    long windowEndMillis,
    int capacity,
    long totalClicks,
    List<RankedAd> ads) {

  /**
   * This list with what another attempt's list of the same window has more: each ad's greater
   * count. Counts only grow, so no ad has more than it really has, and none less than in either
   * list.
   *
   * <p>The total is one that both lists imply: greater than that of a list which lacks a click that
   * the other is seen to have, and never more than there is. It is no longer than a list of the two
   * that was cut.
   */
  public Leaderboard mergedWith(Leaderboard other) {
    Map<String, Long> merged = new HashMap<>();
    ads.forEach(ad -> merged.put(ad.adId(), ad.clicks()));
    other.ads.forEach(ad -> merged.merge(ad.adId(), ad.clicks(), Math::max));
    List<RankedAd> ranked = new ArrayList<>(merged.size());
    merged.forEach((adId, clicks) -> ranked.add(new RankedAd(adId, clicks)));
    ranked.sort(RankedAd.RANKING);
    int length = Math.min(capacity, Math.min(mostNamed(), other.mostNamed()));
    return new Leaderboard(
        scope,
        windowStartMillis,
        windowEndMillis,
        length,
        Math.max(totalWith(ranked), other.totalWith(ranked)),
        List.copyOf(ranked.subList(0, Math.min(length, ranked.size()))));
  }

  /** Whether it names every ad with a click. */
  private boolean isWhole() {
    return totalClicks == ads.stream().mapToLong(RankedAd::clicks).sum();
  }

  /** How many of the best ads it can speak of. */
  private int mostNamed() {
    return isWhole() ? Integer.MAX_VALUE : ads.size();
  }

  /**
   * The least total if ads have as many clicks as that, and more than here: what those named here
   * have more, and those not named here have more than they can have had.
   */
  private long totalWith(List<RankedAd> then) {
    Map<String, Long> here = new HashMap<>();
    ads.forEach(ad -> here.put(ad.adId(), ad.clicks()));
    long named = 0;
    long more = 0;
    long unnamed = 0;
    long unnamedMore = 0;
    for (RankedAd ad : then) {
      Long clicks = here.get(ad.adId());
      if (clicks == null) {
        unnamed += ad.clicks();
        unnamedMore += Math.max(0, ad.clicks() - mostUnnamed(ad.adId()));
      } else {
        named += clicks;
        more += Math.max(0, ad.clicks() - clicks);
      }
    }
    return totalClicks + more + Math.max(unnamedMore, unnamed - (totalClicks - named));
  }

  /** How many clicks an ad can have had that is not named here. */
  private long mostUnnamed(String adId) {
    if (isWhole() || ads.isEmpty()) {
      return isWhole() ? 0 : totalClicks;
    }
    RankedAd last = ads.get(ads.size() - 1);
    RankedAd asMany = new RankedAd(adId, last.clicks());
    return RankedAd.RANKING.compare(asMany, last) > 0 ? last.clicks() : last.clicks() - 1;
  }
}
