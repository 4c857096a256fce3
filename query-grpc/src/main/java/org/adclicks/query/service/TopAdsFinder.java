package org.adclicks.query.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.adclicks.click.Scope;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.store.ClickPiece;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.Horizon;
import org.adclicks.query.store.RangePlan;
import org.adclicks.query.top.AdClicks;
import org.adclicks.query.top.Certificate;
import org.adclicks.query.top.LeaderboardMerge;
import org.adclicks.query.top.ListedPart;
import org.adclicks.query.top.LookUp;
import org.adclicks.query.top.OpenTotals;
import org.adclicks.v1.Leaderboard;

/**
 * Which ads were clicked most, always exactly: from leaderboards where they prove it, from all
 * cells where they do not or are not there, from the clicks themselves for users and ips.
 */
final class TopAdsFinder {

  /** Above so many ads to look up, reading all cells is the cheaper way. */
  private static final int LOOK_UPS = 50_000;

  /** Reading all cells of an hour is like this many rows of lists. */
  private static final long SCAN_COST = 3_000;

  private final ClickStore store;
  private final Admission admission;

  TopAdsFinder(ClickStore store, Admission admission) {
    this.store = store;
    this.admission = admission;
  }

  /** The first {@code count} ads of whole minutes. */
  List<AdClicks> ofMinutes(int count, Filter filter, Reach.Cut cut, Reach reach) {
    MinuteInterval closed = cut.closed();
    if (closed == null) {
      return admission.admit(
          ofOpen(cut, reach), () -> AdClicks.top(count, openTotals(filter.scope(), cut, reach)));
    }
    Horizon horizon = reach.closed();
    if (filter.needsClickIndex()) {
      return byUserOrIp(count, filter, closed, horizon);
    }
    List<RangePlan.Piece> pieces = horizon.plan(closed);
    Scope scope = filter.scope();
    OpenTotals open =
        admission.admit(
            ofOpen(cut, reach), () -> new OpenTotals(cut.open(), openTotals(scope, cut, reach)));
    // One after the other: who waits for room holds none.
    return admission
        .admit(
            Admission.ofList(closed.minutes(), count),
            () -> fromLists(count, scope, closed, open, horizon))
        .orElseGet(
            () ->
                admission.admit(
                    SCAN_COST, () -> store.cells().topByScan(count, scope, pieces, open.clicks())));
  }

  private static long ofOpen(Reach.Cut cut, Reach reach) {
    return cut.open() == null ? 0 : Admission.ofOpen(reach.open().rows(cut.open()));
  }

  private Map<String, Long> openTotals(Scope scope, Reach.Cut cut, Reach reach) {
    return cut.open() == null ? Map.of() : store.open().totals(scope, cut.open(), reach.open());
  }

  private Optional<List<AdClicks>> fromLists(
      int count, Scope scope, MinuteInterval interval, OpenTotals open, Horizon horizon) {
    return new ListedPieces(store, horizon, scope)
        .of(interval)
        .flatMap(parts -> fromLeaderboards(open.besides(parts), count, scope, horizon));
  }

  /** The first {@code count} ads among the clicks of a user or an ip, of any interval. */
  List<AdClicks> byUserOrIp(int count, Filter filter, MinuteInterval interval, Horizon horizon) {
    List<ClickPiece> pieces = horizon.planClicks(interval);
    Map<String, Long> totals = new ConcurrentHashMap<>();
    admission.admit(
        Admission.ofIndex(pieces),
        () ->
            store
                .clickIndex()
                .forEach(filter, pieces, (adId, at) -> totals.merge(adId, 1L, Long::sum)));
    return AdClicks.top(count, totals);
  }

  private Optional<List<AdClicks>> fromLeaderboards(
      List<ListedPart> parts, int count, Scope scope, Horizon horizon) {
    List<Leaderboard> boards = parts.stream().flatMap(part -> part.boards().stream()).toList();
    boolean settled = parts.stream().allMatch(part -> part.lead() == 0);
    if (settled && boards.size() == 1 && reaches(boards.get(0), count)) {
      return Optional.of(first(count, boards.get(0)));
    }
    LeaderboardMerge merge = LeaderboardMerge.of(parts);
    if (merge.isUnlikely(count)) {
      return Optional.empty();
    }
    Map<String, Long> totals = new HashMap<>();
    List<LookUp> lookUps =
        merge.lookUps(
            merge.undecided(count), (adId, clicks) -> totals.merge(adId, clicks, Long::sum));
    if (lookUps.stream().mapToInt(lookUp -> lookUp.adIds().size()).sum() > LOOK_UPS) {
      return Optional.empty();
    }
    store
        .cells()
        .clicks(lookUps, scope, horizon.restated())
        .forEach((ad, more) -> totals.merge(ad, more, Long::sum));
    return Certificate.certify(merge, totals, count);
  }

  /** The first {@code count} ads of a sliding window, if there is a stored list that long. */
  Optional<List<AdClicks>> ofSlidingWindow(
      int count, Scope scope, MinuteInterval window, Horizon horizon) {
    Optional<Leaderboard> stored = listOf(scope, window, horizon);
    if (stored.isPresent()) {
      return stored.filter(board -> reaches(board, count)).map(board -> first(count, board));
    }
    // A list of all ads without one of the scope: nobody there clicked.
    return !scope.isAll() && listOf(Scope.ALL, window, horizon).isPresent()
        ? Optional.of(List.of())
        : Optional.empty();
  }

  /** Whether there is a list of the window at all. */
  boolean hasListOf(Scope scope, MinuteInterval window, Horizon horizon) {
    return listOf(scope, window, horizon).isPresent();
  }

  private Optional<Leaderboard> listOf(Scope scope, MinuteInterval window, Horizon horizon) {
    return store.leaderboards().ofWindow(scope, window, horizon.restated());
  }

  private static boolean reaches(Leaderboard board, int count) {
    return count <= board.getAdsCount() || board.getAdsCount() < board.getCapacity();
  }

  private static List<AdClicks> first(int count, Leaderboard board) {
    return board.getAdsList().stream()
        .limit(count)
        .map(ad -> new AdClicks(ad.getAdId(), ad.getClicks()))
        .toList();
  }
}
