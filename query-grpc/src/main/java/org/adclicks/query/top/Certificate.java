package org.adclicks.query.top;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The proof that a merged top list is exact: the last of it has more clicks than any ad outside
 * every leaderboard can have.
 */
public final class Certificate {

  private Certificate() {}

  /**
   * The exact first {@code count} ads, or nothing if the leaderboards cannot prove it.
   *
   * @param totals the exact totals of the merge's undecided ads
   */
  public static Optional<List<AdClicks>> certify(
      LeaderboardMerge merge, Map<String, Long> totals, int count) {
    Map<String, Long> exact = new HashMap<>(merge.known());
    exact.putAll(totals);
    List<AdClicks> ranked = AdClicks.top(count, exact);
    if (merge.unlistedBound() == 0) {
      return Optional.of(ranked);
    }
    // An ad outside may tie with the bound and win by its id, hence "more" and not "as many".
    boolean proven =
        ranked.size() == count && ranked.get(count - 1).clicks() > merge.unlistedBound();
    return proven ? Optional.of(ranked) : Optional.empty();
  }
}
