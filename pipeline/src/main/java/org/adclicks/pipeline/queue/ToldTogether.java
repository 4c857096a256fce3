package org.adclicks.pipeline.queue;

import org.adclicks.v1.Completeness;
import org.adclicks.v1.OpenThrough;
import org.adclicks.v1.Reached;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle has to tell, as one message. What speaks of open minutes alone has no stream and
 * says nothing of what is kept: beside others these say it.
 *
 * <p>Mutable, not thread-safe.
 */
final class ToldTogether {

  private Completeness.@Nullable Builder told;
  private @Nullable OpenThrough open;

  void add(Completeness one) {
    if (one.hasOpen()) {
      OpenThrough before = open;
      if (before == null || one.getOpen().getThroughMillis() > before.getThroughMillis()) {
        open = one.getOpen();
      }
      return;
    }
    Completeness.Builder all = told;
    if (all == null) {
      told = one.toBuilder();
      return;
    }
    all.addAllMinutes(one.getMinutesList()).addAllUnread(one.getUnreadList());
    all.addAllCountedMillis(one.getCountedMillisList());
    if (one.hasComplete()) {
      all.setComplete(later(all.getComplete(), one.getComplete()));
    }
    if (one.hasFinal()) {
      all.setFinal(later(all.getFinal(), one.getFinal()));
    }
  }

  private static Reached later(Reached one, Reached other) {
    return one.getAsOfMillis() > other.getAsOfMillis() ? one : other;
  }

  /** Of how many minutes it speaks. */
  int minutes() {
    return told == null ? 0 : told.getMinutesCount();
  }

  /** All of it; null if there is nothing to tell. */
  @Nullable Completeness message() {
    if (told == null && open == null) {
      return null;
    }
    Completeness.Builder all = told == null ? Completeness.newBuilder() : told.clone();
    if (open != null) {
      all.setOpen(open);
    }
    return all.build();
  }
}
