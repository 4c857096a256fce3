package org.adclicks.query.service;

import static org.adclicks.proto.store.Periods.FIVE_MINUTES_MILLIS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.Horizon;
import org.adclicks.query.top.ListedPart;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteState;

/**
 * Reads the lists that tell of an interval: those of five minutes where they are there, those of
 * single minutes for the rest.
 */
final class ListedPieces {

  private final ClickStore store;
  private final Horizon horizon;
  private final Scope scope;

  ListedPieces(ClickStore store, Horizon horizon, Scope scope) {
    this.store = store;
    this.horizon = horizon;
    this.scope = scope;
  }

  /** The lists of the interval, or nothing if one is missing though somebody clicked. */
  Optional<List<ListedPart>> of(MinuteInterval interval) {
    List<ListedPart> parts = new ArrayList<>();
    List<MinuteInterval> byMinutes = new ArrayList<>();
    // What has landed is read first: a list read after it can only be further.
    ListLead lead = ListLead.of(store, horizon, scope, interval);
    long at = interval.fromMillis();
    for (ListedPart five : fives(interval, lead)) {
      addIfAny(byMinutes, at, five.interval().fromMillis());
      parts.add(five);
      at = five.interval().toMillis();
    }
    addIfAny(byMinutes, at, interval.toMillis());
    for (MinuteInterval rest : byMinutes) {
      List<Leaderboard> boards = store.leaderboards().ofMinutes(scope, rest, horizon.restated());
      if (!horizon.keepsLists(rest) || listsAreMissing(boards.size(), rest)) {
        return Optional.empty();
      }
      parts.add(new ListedPart(rest, boards, lead.of(boards)));
    }
    return Optional.of(parts);
  }

  private static void addIfAny(List<MinuteInterval> intervals, long from, long to) {
    if (from < to) {
      intervals.add(new MinuteInterval(from, to));
    }
  }

  /** Five minutes each, in order; without those that have no list of all ads. */
  private List<ListedPart> fives(MinuteInterval interval, ListLead lead) {
    long from = fiveOf(interval.fromMillis() + FIVE_MINUTES_MILLIS - 1);
    long to = fiveOf(interval.toMillis());
    if (from >= to) {
      return List.of();
    }
    MinuteInterval whole = new MinuteInterval(from, to);
    RestatedHours restated = horizon.restated();
    Map<Long, Leaderboard> boards = store.leaderboards().ofFiveMinutes(scope, whole, restated);
    Set<Long> listed =
        scope.isAll() ? boards.keySet() : store.leaderboards().listedFiveMinutes(whole, restated);
    List<ListedPart> parts = new ArrayList<>();
    for (long start = from; start < to; start += FIVE_MINUTES_MILLIS) {
      MinuteInterval five = new MinuteInterval(start, start + FIVE_MINUTES_MILLIS);
      if (listed.contains(start) && horizon.keepsFiveMinutes(five)) {
        Leaderboard board = boards.get(start);
        List<Leaderboard> ofFive = board == null ? List.of() : List.of(board);
        parts.add(new ListedPart(five, ofFive, lead.of(ofFive)));
      }
    }
    return parts;
  }

  private static long fiveOf(long millis) {
    return millis - Math.floorMod(millis, FIVE_MINUTES_MILLIS);
  }

  /** Whether anybody clicked in a minute that has no list though it should. */
  private boolean listsAreMissing(int boards, MinuteInterval interval) {
    if (boards == interval.minutes()) {
      return false;
    }
    Set<Long> listed = store.leaderboards().listedMinutes(interval, horizon.restated());
    if (listed.size() == interval.minutes()) {
      return false;
    }
    for (Minute minute :
        store.minutes().minutes(interval, horizon.standing(), horizon.restated())) {
      long millis = ProtoTime.instant(minute.getMinute()).toEpochMilli();
      boolean landed = minute.getState() != MinuteState.OPEN;
      if (landed && minute.getClicks() > 0 && !listed.contains(millis)) {
        return true;
      }
    }
    return false;
  }
}
