package org.adclicks.query.top;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.RankedAd;

/**
 * What the leaderboards of several minutes, read together, say of the whole: a lower and an upper
 * bound of each listed ad's clicks, and an upper bound for all ads no list names.
 *
 * <p>An ad a list does not name has at most the clicks of that list's last ad, and none if the list
 * is shorter than its capacity. Where lists are being corrected they are ahead of the cells, which
 * every answer follows: an ad may then have less than its list says, never more.
 *
 * <p>Units: clicks.
 */
public final class LeaderboardMerge {

  private final List<ListedPart> parts;
  private final Map<String, Bounds> listed;
  private final long unlistedBound;

  private LeaderboardMerge(List<ListedPart> parts, Map<String, Bounds> listed, long unlistedBound) {
    this.parts = parts;
    this.listed = listed;
    this.unlistedBound = unlistedBound;
  }

  /** Merges the boards of disjoint parts, all of one scope. */
  public static LeaderboardMerge of(List<ListedPart> parts) {
    Map<String, Bounds> listed = new HashMap<>();
    long unlistedBound = 0;
    for (ListedPart part : parts) {
      unlistedBound += merge(part, listed, adId -> true);
    }
    return new LeaderboardMerge(parts, listed, unlistedBound);
  }

  /** Adds what a part's boards tell of some ads; gives what an ad none of them names may have. */
  private static long merge(ListedPart part, Map<String, Bounds> to, Predicate<String> wanted) {
    long bound = 0;
    for (Leaderboard board : part.boards()) {
      long last = lastCount(board);
      bound += last;
      for (RankedAd ad : board.getAdsList()) {
        if (wanted.test(ad.getAdId())) {
          long sure = Math.max(0, ad.getClicks() - part.lead());
          long unsure = ad.getClicks() - sure;
          to.merge(ad.getAdId(), new Bounds(sure, last - unsure, unsure), Bounds::plus);
        }
      }
    }
    return bound;
  }

  private static long lastCount(Leaderboard board) {
    int size = board.getAdsCount();
    return size == 0 || size < board.getCapacity() ? 0 : board.getAds(size - 1).getClicks();
  }

  /** The most clicks an ad outside every list can have. */
  long unlistedBound() {
    return unlistedBound;
  }

  /** Listed ads whose clicks are known: no list that could hide some of them lacks them. */
  Map<String, Long> known() {
    Map<String, Long> known = new HashMap<>();
    listed.forEach(
        (adId, bounds) -> {
          if (bounds.covered() == unlistedBound) {
            known.put(adId, bounds.lower());
          }
        });
    return known;
  }

  /** Listed ads that may be among the first {@code count} but whose clicks are not known yet. */
  public Set<String> undecided(int count) {
    long threshold = nthLargest(count, Bounds::lower);
    Set<String> undecided = new HashSet<>();
    listed.forEach(
        (adId, bounds) -> {
          if (bounds.covered() < unlistedBound && upper(bounds) >= threshold) {
            undecided.add(adId);
          }
        });
    return undecided;
  }

  /**
   * What has to be read to know the clicks of these ads: each part with the ads that one of its
   * lists may hide.
   *
   * @param known is given the clicks of all other parts, which the lists tell
   */
  public List<LookUp> lookUps(Set<String> adIds, BiConsumer<String, Long> known) {
    List<LookUp> lookUps = new ArrayList<>();
    for (ListedPart part : parts) {
      Map<String, Bounds> ofPart = new HashMap<>();
      long bound = merge(part, ofPart, adIds::contains);
      List<String> open = new ArrayList<>();
      for (String adId : adIds) {
        Bounds bounds = ofPart.getOrDefault(adId, Bounds.NONE);
        if (bounds.covered() < bound) {
          open.add(adId);
        } else {
          known.accept(adId, bounds.lower());
        }
      }
      if (!open.isEmpty()) {
        lookUps.add(new LookUp(part.interval(), open));
      }
    }
    return lookUps;
  }

  /**
   * Whether the totals of the listed ads could hardly certify a list of {@code count}, so that
   * looking them up would be work for nothing. An ad that a list does not name has somewhere
   * between none and that list's last count; half of it is taken here.
   */
  public boolean isUnlikely(int count) {
    return unlistedBound > 0 && nthLargest(count, this::middle) <= unlistedBound;
  }

  /** The count-th largest value, 0 if there are fewer ads. */
  private long nthLargest(int count, ToLongFunction<Bounds> value) {
    if (listed.size() < count) {
      return 0;
    }
    long[] values = listed.values().stream().mapToLong(value).toArray();
    Arrays.sort(values);
    return values[values.length - count];
  }

  private long middle(Bounds bounds) {
    return (bounds.lower() + bounds.unsure() + upper(bounds)) / 2;
  }

  private long upper(Bounds bounds) {
    return bounds.lower() + unlistedBound - bounds.covered();
  }

  /**
   * Of one ad.
   *
   * @param lower its clicks in the lists that name it, of which the cells lack none
   * @param covered the sum of those lists' last counts, which therefore do not bound it; less what
   *     the lists have and the cells may lack
   * @param unsure clicks that the lists have and the cells may lack
   */
  private record Bounds(long lower, long covered, long unsure) {

    static final Bounds NONE = new Bounds(0, 0, 0);

    Bounds plus(Bounds other) {
      return new Bounds(lower + other.lower, covered + other.covered, unsure + other.unsure);
    }
  }
}
