package org.adclicks.transforms.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.adclicks.click.Scope;
import org.junit.jupiter.api.Test;

class LeaderboardTest {

  @Test
  void mergedListsHaveEachAdsGreaterCountAndTheTotalThatNeeds() {
    Leaderboard one = list(3, 20, ad("a", 9), ad("b", 5), ad("c", 4));
    Leaderboard other = list(3, 21, ad("a", 8), ad("d", 6), ad("b", 5));

    Leaderboard both = list(3, 24, ad("a", 9), ad("d", 6), ad("b", 5));
    assertThat(one.mergedWith(other)).isEqualTo(both);
    assertThat(other.mergedWith(one)).isEqualTo(both);
  }

  @Test
  void listsOfTheSameClicksAreLeftAsTheyAre() {
    Leaderboard list = list(2, 12, ad("a", 7), ad("b", 5));

    assertThat(list.mergedWith(list)).isEqualTo(list);
  }

  @Test
  void whatIsNotOnAShortListHadNoClick() {
    assertThat(list(5, 3, ad("a", 3)).mergedWith(list(5, 4, ad("a", 2), ad("b", 2))))
        .isEqualTo(list(5, 5, ad("a", 3), ad("b", 2)));
  }

  @Test
  void aListThatWasCutSpeaksOfNoMoreAdsThanItNames() {
    Leaderboard cut = list(2, 20, ad("a", 9), ad("b", 5));
    Leaderboard longer = list(1000, 6, ad("c", 6));

    assertThat(longer.mergedWith(cut)).isEqualTo(list(2, 21, ad("a", 9), ad("c", 6)));
  }

  @Test
  void aPartOfAListIsNotTakenForAWholeOne() {
    Leaderboard part = list(1000, 500, ad("c", 6));
    Leaderboard cut = list(2, 1050, ad("a", 9), ad("b", 5));

    Leaderboard merged = part.mergedWith(cut);
    assertThat(merged.capacity()).isEqualTo(1);
    assertThat(merged.ads()).containsExactly(ad("a", 9));
    assertThat(merged.totalClicks()).isEqualTo(1051);
  }

  @Test
  void noOrderOfTwoAttemptsGoesBackOrBeyondWhatThereIs() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      List<String> clicks = new ArrayList<>();
      int all = 1 + random.nextInt(60);
      for (int i = 0; i < all; i++) {
        clicks.add("ad-" + (int) Math.abs(random.nextGaussian() * 4));
      }
      int capacity = 1 + random.nextInt(8);
      Leaderboard truth = of(clicks, capacity);
      Leaderboard one = of(someOf(clicks, random), capacity);
      Leaderboard other = of(someOf(clicks, random), capacity);

      Leaderboard merged = one.mergedWith(other);

      assertThat(merged).as("seed %d", seed).isEqualTo(other.mergedWith(one));
      assertThat(merged.totalClicks())
          .isBetween(Math.max(one.totalClicks(), other.totalClicks()), truth.totalClicks());
      for (Leaderboard seen : List.of(one, other)) {
        if (!merged.ads().equals(seen.ads())) {
          assertThat(merged.totalClicks()).as("seed %d", seed).isGreaterThan(seen.totalClicks());
        }
        seen.ads()
            .forEach(ad -> assertThat(atMost(merged, ad)).isGreaterThanOrEqualTo(ad.clicks()));
      }
      Map<String, Long> counts = counts(clicks);
      merged
          .ads()
          .forEach(ad -> assertThat(ad.clicks()).isLessThanOrEqualTo(counts.get(ad.adId())));
      assertThat(merged.mergedWith(truth)).as("seed %d", seed).isEqualTo(truth);
    }
  }

  /** What a list says of an ad, or the most that an ad not on it can have. */
  private static long atMost(Leaderboard list, RankedAd ad) {
    return list.ads().stream()
        .filter(each -> each.adId().equals(ad.adId()))
        .mapToLong(RankedAd::clicks)
        .findFirst()
        .orElseGet(() -> list.ads().get(list.ads().size() - 1).clicks());
  }

  private static List<String> someOf(List<String> clicks, Random random) {
    List<String> some = new ArrayList<>(clicks);
    some.removeIf(click -> random.nextInt(4) == 0);
    return some.isEmpty() ? clicks : some;
  }

  private static Map<String, Long> counts(List<String> clicks) {
    Map<String, Long> counts = new HashMap<>();
    clicks.forEach(ad -> counts.merge(ad, 1L, Long::sum));
    return counts;
  }

  private static Leaderboard of(List<String> clicks, int capacity) {
    List<RankedAd> ads = new ArrayList<>();
    counts(clicks).forEach((ad, count) -> ads.add(new RankedAd(ad, count)));
    ads.sort(RankedAd.RANKING);
    return list(
        capacity,
        clicks.size(),
        ads.subList(0, Math.min(capacity, ads.size())).toArray(RankedAd[]::new));
  }

  private static RankedAd ad(String adId, long clicks) {
    return new RankedAd(adId, clicks);
  }

  private static Leaderboard list(int capacity, long total, RankedAd... ads) {
    return new Leaderboard(Scope.ALL, 0, 60_000, capacity, total, List.of(ads));
  }
}
