package org.adclicks.transforms.rank;

import java.util.List;
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
    List<RankedAd> ads) {}
