package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.RankedAd;
import org.junit.jupiter.api.Test;

class CertificateTest {

  /** Few ads, few clicks, short lists: ties and hidden ads all over. */
  @Property(tries = 5_000)
  void isExactWheneverItIsGiven(
      @ForAll @Size(min = 1, max = 6)
          List<@Size(max = 12) List<@IntRange(min = 0, max = 6) Integer>> minutes,
      @ForAll @IntRange(min = 1, max = 5) int capacity,
      @ForAll @IntRange(min = 1, max = 6) int count) {
    Minutes all = new Minutes(minutes, capacity);
    LeaderboardMerge merge = LeaderboardMerge.of(all.boards);
    Map<String, Long> looked = all.totalsOf(merge.undecided(count));
    Optional<List<AdClicks>> certified = Certificate.certify(merge, looked, count);

    certified.ifPresent(list -> assertThat(list).isEqualTo(AdClicks.top(count, all.totals)));
    if (merge.isHopeless(count)) {
      assertThat(certified).isEmpty();
      assertThat(merge.isUnlikely(count)).isTrue();
    }
    merge.known().forEach((adId, clicks) -> assertThat(all.totals).containsEntry(adId, clicks));
    all.totals.forEach(
        (adId, clicks) -> {
          if (all.boards.stream().noneMatch(board -> lists(board, adId))) {
            assertThat(clicks).isLessThanOrEqualTo(merge.unlistedBound());
          }
        });
  }

  @Property
  void isAlwaysGivenForListsThatHideNothing(
      @ForAll @Size(min = 1, max = 6)
          List<@Size(max = 12) List<@IntRange(min = 0, max = 6) Integer>> minutes,
      @ForAll @IntRange(min = 1, max = 20) int count) {
    Minutes all = new Minutes(minutes, 13);
    LeaderboardMerge merge = LeaderboardMerge.of(all.boards);
    assertThat(merge.undecided(count)).isEmpty();
    assertThat(Certificate.certify(merge, Map.of(), count))
        .contains(AdClicks.top(count, all.totals));
  }

  @Test
  void looksUpOnlyAdsThatCanStillWin() {
    LeaderboardMerge merge =
        LeaderboardMerge.of(
            List.of(board(3, "a", 100, "b", 50, "c", 2), board(3, "a", 90, "b", 40, "d", 3)));
    assertThat(merge.unlistedBound()).isEqualTo(5);
    assertThat(merge.known()).containsOnly(Map.entry("a", 190L), Map.entry("b", 90L));
    assertThat(merge.undecided(2)).isEmpty();
    assertThat(Certificate.certify(merge, Map.of(), 2))
        .contains(List.of(new AdClicks("a", 190), new AdClicks("b", 90)));
    assertThat(merge.undecided(3)).isEqualTo(Set.of("c", "d"));
    assertThat(merge.isHopeless(3)).isTrue();
  }

  @Test
  void isRefusedForATieWithAnAdOutside() {
    LeaderboardMerge merge = LeaderboardMerge.of(List.of(board(2, "y", 7, "z", 4)));
    assertThat(Certificate.certify(merge, Map.of(), 1)).isPresent();
    assertThat(Certificate.certify(merge, Map.of(), 2)).isEmpty();
  }

  private static boolean lists(Leaderboard board, String adId) {
    return board.getAdsList().stream().anyMatch(ad -> ad.getAdId().equals(adId));
  }

  private static Leaderboard board(int capacity, String ad1, long clicks1, Object... more) {
    Leaderboard.Builder board =
        Leaderboard.newBuilder()
            .setCapacity(capacity)
            .addAds(RankedAd.newBuilder().setAdId(ad1).setClicks(clicks1));
    for (int i = 0; i < more.length; i += 2) {
      board.addAds(
          RankedAd.newBuilder()
              .setAdId((String) more[i])
              .setClicks(((Number) more[i + 1]).longValue()));
    }
    return board.build();
  }

  /** Clicks of ads "a", "b", ... by minute, their exact totals, and the boards cut from them. */
  private static final class Minutes {

    final Map<String, Long> totals = new HashMap<>();
    final List<Leaderboard> boards = new ArrayList<>();

    Minutes(List<List<Integer>> minutes, int capacity) {
      for (List<Integer> clicksByAd : minutes) {
        Map<String, Long> minute = new HashMap<>();
        for (int ad = 0; ad < clicksByAd.size(); ad++) {
          if (clicksByAd.get(ad) > 0) {
            minute.put(Character.toString('a' + ad), (long) clicksByAd.get(ad));
          }
        }
        minute.forEach((adId, clicks) -> totals.merge(adId, clicks, Long::sum));
        Leaderboard.Builder board = Leaderboard.newBuilder().setCapacity(capacity);
        AdClicks.top(capacity, minute)
            .forEach(
                ad ->
                    board.addAds(RankedAd.newBuilder().setAdId(ad.adId()).setClicks(ad.clicks())));
        boards.add(board.build());
      }
    }

    Map<String, Long> totalsOf(Set<String> adIds) {
      Map<String, Long> found = new HashMap<>();
      adIds.forEach(adId -> found.put(adId, totals.getOrDefault(adId, 0L)));
      return found;
    }
  }
}
