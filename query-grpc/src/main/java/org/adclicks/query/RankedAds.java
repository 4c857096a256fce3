package org.adclicks.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.v1.Leaderboard;
import org.jspecify.annotations.Nullable;

/**
 * Which ads were clicked most, always exactly: from the minutes' leaderboards where they prove it,
 * from all cells where they do not, from the clicks themselves for users and ips.
 */
final class RankedAds {

  /** Above so many ads to look up one by one, reading all cells is the cheaper way. */
  private static final int LOOK_UPS = 50_000;

  private final ClickStore store;

  RankedAds(ClickStore store) {
    this.store = store;
  }

  /** The first {@code count} ads of whole minutes. */
  List<AdClicks> ofMinutes(int count, Filter filter, MinuteInterval interval, Progress progress) {
    if (filter.needsClickIndex()) {
      return byUserOrIp(count, filter, interval);
    }
    LeaderboardMerge merge =
        LeaderboardMerge.of(store.leaderboards().ofMinutes(scope(filter.country()), interval));
    List<RangePlan.Piece> pieces =
        RangePlan.withRollUps(interval, progress.rolledUpThroughMillis());
    return fromLeaderboards(merge, count, filter.country(), pieces)
        .orElseGet(() -> store.cells().topByScan(count, filter.country(), pieces));
  }

  /** The first {@code count} ads among the clicks of a user or an ip, of any interval. */
  List<AdClicks> byUserOrIp(int count, Filter filter, MinuteInterval interval) {
    Map<String, Long> totals = new ConcurrentHashMap<>();
    store.clickIndex().forEach(filter, interval, (adId, at) -> totals.merge(adId, 1L, Long::sum));
    return AdClicks.top(count, totals);
  }

  private Optional<List<AdClicks>> fromLeaderboards(
      LeaderboardMerge merge, int count, @Nullable String country, List<RangePlan.Piece> pieces) {
    if (merge.isHopeless(count)) {
      return Optional.empty();
    }
    Set<String> undecided = merge.undecided(count);
    if (undecided.size() > LOOK_UPS) {
      return Optional.empty();
    }
    return Certificate.certify(merge, store.cells().clicks(undecided, country, pieces), count);
  }

  /** The first {@code count} ads of a sliding window, if its stored list goes that far. */
  Optional<List<AdClicks>> ofSlidingWindow(
      int count, @Nullable String country, SlidingWindow window, MinuteInterval interval) {
    Optional<Leaderboard> stored =
        store.leaderboards().ofWindow(window.lengthSeconds(), scope(country), interval.toMillis());
    if (stored.isEmpty()) {
      return Optional.of(List.of());
    }
    Leaderboard board = stored.get();
    boolean complete = board.getAdsCount() < board.getCapacity();
    if (!complete && count > board.getAdsCount()) {
      return Optional.empty();
    }
    return Optional.of(
        board.getAdsList().stream()
            .limit(count)
            .map(ad -> new AdClicks(ad.getAdId(), ad.getClicks()))
            .toList());
  }

  private static String scope(@Nullable String country) {
    return country == null ? StoreSchema.ALL_ADS : country;
  }
}
