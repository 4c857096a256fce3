package org.adclicks.query.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.RankedAd;
import org.jspecify.annotations.Nullable;

/**
 * The clicks of minutes that are still open, of every ad that has any.
 *
 * @param interval null if none are meant
 */
public record OpenTotals(@Nullable MinuteInterval interval, Map<String, Long> clicks) {

  /** The same as a list that lacks nobody, beside those of minutes that are closed. */
  public List<ListedPart> besides(List<ListedPart> closed) {
    if (interval == null || clicks.isEmpty()) {
      return closed;
    }
    Leaderboard.Builder all =
        Leaderboard.newBuilder()
            .setWindowStartMillis(interval.fromMillis())
            .setWindowEndMillis(interval.toMillis())
            // More than there are: whom it does not name did not click.
            .setCapacity(clicks.size() + 1);
    AdClicks.top(clicks.size(), clicks)
        .forEach(ad -> all.addAds(RankedAd.newBuilder().setAdId(ad.adId()).setClicks(ad.clicks())));
    List<ListedPart> parts = new ArrayList<>(closed);
    parts.add(new ListedPart(interval, List.of(all.build()), 0));
    return parts;
  }
}
