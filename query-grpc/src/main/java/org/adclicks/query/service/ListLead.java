package org.adclicks.query.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.FinalStretches;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.question.Standing;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.Horizon;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.Minute;

/**
 * How far lists may be ahead of the cells. Late clicks reach the lists first, then the cells, and
 * last the counts of their minute: what a list has more than its minutes' counts may still be
 * missing in the cells. What is FINAL lacks nothing, nor does what was restated: it is shown once
 * all of it is there.
 *
 * <p>Units: clicks. Source: docs/decisions/0018.
 */
final class ListLead {

  /** A minute's counts are not told by country: its cells may lack anything its list has. */
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final Scope scope;
  private final RestatedHours restated;
  private final FinalStretches finals;
  private final Map<Long, Long> landed;

  private ListLead(
      Scope scope, RestatedHours restated, FinalStretches finals, Map<Long, Long> landed) {
    this.scope = scope;
    this.restated = restated;
    this.finals = finals;
    this.landed = landed;
  }

  /** Reads the counts of the minutes that are not FINAL; to be done before lists are read. */
  static ListLead of(ClickStore store, Horizon horizon, Scope scope, MinuteInterval interval) {
    Standing standing = horizon.standing();
    long finalUntil = standing.finals().finalUntil(interval.fromMillis(), interval.toMillis());
    Map<Long, Long> landed = new HashMap<>();
    if (scope.isAll() && finalUntil < interval.toMillis()) {
      MinuteInterval open = notFinal(interval, finalUntil);
      for (Minute minute : store.minutes().minutes(open, standing, horizon.restated())) {
        landed.put(ProtoTime.instant(minute.getMinute()).toEpochMilli(), minute.getClicks());
      }
    }
    return new ListLead(scope, horizon.restated(), standing.finals(), landed);
  }

  /** From the five minutes on in which the first minute is not FINAL, or that may not be yet. */
  static MinuteInterval notFinal(MinuteInterval interval, long finalThroughMillis) {
    // Before anything is FINAL there are no five minutes before it.
    if (finalThroughMillis <= interval.fromMillis()) {
      return interval;
    }
    long five = finalThroughMillis - Math.floorMod(finalThroughMillis, Periods.FIVE_MINUTES_MILLIS);
    return new MinuteInterval(Math.max(interval.fromMillis(), five), interval.toMillis());
  }

  /** How many clicks of these lists the cells may lack. */
  long of(List<Leaderboard> boards) {
    long lead = 0;
    for (Leaderboard board : boards) {
      if (mayLead(board)) {
        if (!scope.isAll()) {
          return UNKNOWN;
        }
        lead += Math.max(0, board.getTotalClicks() - landedIn(board));
      }
    }
    return lead;
  }

  private boolean mayLead(Leaderboard board) {
    return !finals.isFinal(board.getWindowStartMillis(), board.getWindowEndMillis())
        && !restated.touch(board.getWindowStartMillis(), board.getWindowEndMillis());
  }

  private long landedIn(Leaderboard board) {
    long clicks = 0;
    for (long minute = board.getWindowStartMillis();
        minute < board.getWindowEndMillis();
        minute += Periods.MINUTE_MILLIS) {
      clicks += landed.getOrDefault(minute, 0L);
    }
    return clicks;
  }
}
