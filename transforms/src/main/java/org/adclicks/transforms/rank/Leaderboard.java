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
   * <p>The total is the least that both can be true with: greater than either if either lacks a
   * click that the other is seen to have.
   */
  public Leaderboard mergedWith(Leaderboard other) {
    Map<String, Long> merged = new HashMap<>();
    ads.forEach(ad -> merged.put(ad.adId(), ad.clicks()));
    other.ads.forEach(ad -> merged.merge(ad.adId(), ad.clicks(), Math::max));
    List<RankedAd> ranked = new ArrayList<>(merged.size());
    merged.forEach((adId, clicks) -> ranked.add(new RankedAd(adId, clicks)));
    ranked.sort(RankedAd.RANKING);
    return new Leaderboard(
        scope,
        windowStartMillis,
        windowEndMillis,
        capacity,
        Math.max(totalWith(merged), other.totalWith(merged)),
        List.copyOf(ranked.subList(0, Math.min(capacity, ranked.size()))));
  }

  /** The total if ads have as many clicks as that. */
  private long totalWith(Map<String, Long> clicksByAd) {
    long listed = 0;
    long then = 0;
    for (RankedAd ad : ads) {
      listed += ad.clicks();
      then += clicksByAd.getOrDefault(ad.adId(), ad.clicks());
    }
    if (ads.size() < capacity) {
      then = clicksByAd.values().stream().mapToLong(Long::longValue).sum();
    }
    return totalClicks + then - listed;
  }
}
