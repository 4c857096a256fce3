package org.adclicks.query.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.adclicks.query.question.MinuteInterval;
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
      @ForAll @IntRange(min = 1, max = 6) int count,
      @ForAll @IntRange(min = 1, max = 3) int minutesPerPart,
      @ForAll @IntRange(min = 0, max = 3) int ahead) {
    Minutes all = new Minutes(minutes, capacity, ahead);
    LeaderboardMerge merge = LeaderboardMerge.of(all.parts(minutesPerPart));
    Map<String, Long> looked = all.lookUp(merge, merge.undecided(count));
    Optional<List<AdClicks>> certified = Certificate.certify(merge, looked, count);

    certified.ifPresent(list -> assertThat(list).isEqualTo(AdClicks.top(count, all.totals)));
    if (isHopeless(all.boards, count)) {
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

  /** Ads among which some have clicks in open minutes only. */
  @Property
  void isExactWithOpenMinutesBesides(
      @ForAll @Size(min = 1, max = 4)
          List<@Size(max = 8) List<@IntRange(min = 0, max = 6) Integer>> minutes,
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 6) Integer> open,
      @ForAll @IntRange(min = 1, max = 4) int capacity,
      @ForAll @IntRange(min = 1, max = 8) int count,
      @ForAll @IntRange(min = 0, max = 3) int ahead) {
    Minutes closed = new Minutes(minutes, capacity, ahead);
    Map<String, Long> besides = new Minutes(List.of(open), 1, 0).totals;
    Map<String, Long> totals = new HashMap<>(closed.totals);
    besides.forEach((adId, clicks) -> totals.merge(adId, clicks, Long::sum));
    LeaderboardMerge merge =
        LeaderboardMerge.of(new OpenTotals(minute(100), besides).besides(closed.parts(1)));
    Map<String, Long> looked = closed.lookUp(merge, merge.undecided(count));
    Certificate.certify(merge, looked, count)
        .ifPresent(list -> assertThat(list).isEqualTo(AdClicks.top(count, totals)));
    assertThat(merge.lookUps(totals.keySet(), (adId, clicks) -> {}))
        .as("open minutes hide nothing")
        .noneMatch(lookUp -> lookUp.interval().equals(minute(100)));
  }

  @Property
  void isAlwaysGivenForListsThatHideNothing(
      @ForAll @Size(min = 1, max = 6)
          List<@Size(max = 12) List<@IntRange(min = 0, max = 6) Integer>> minutes,
      @ForAll @IntRange(min = 1, max = 20) int count) {
    Minutes all = new Minutes(minutes, 13, 0);
    LeaderboardMerge merge = LeaderboardMerge.of(all.parts(1));
    assertThat(merge.undecided(count)).isEmpty();
    assertThat(Certificate.certify(merge, Map.of(), count))
        .contains(AdClicks.top(count, all.totals));
  }

  @Test
  void looksUpOnlyAdsThatCanStillWin() {
    List<Leaderboard> boards =
        List.of(board(3, "a", 100, "b", 50, "c", 2), board(3, "a", 90, "b", 40, "d", 3));
    LeaderboardMerge merge =
        LeaderboardMerge.of(List.of(part(0, boards.get(0)), part(1, boards.get(1))));
    assertThat(merge.unlistedBound()).isEqualTo(5);
    assertThat(merge.known()).containsOnly(Map.entry("a", 190L), Map.entry("b", 90L));
    assertThat(merge.undecided(2)).isEmpty();
    assertThat(Certificate.certify(merge, Map.of(), 2))
        .contains(List.of(new AdClicks("a", 190), new AdClicks("b", 90)));
    assertThat(merge.undecided(3)).isEqualTo(Set.of("c", "d"));
    assertThat(isHopeless(boards, 3)).isTrue();
    Map<String, Long> known = new HashMap<>();
    assertThat(merge.lookUps(Set.of("a", "d"), known::put))
        .containsExactly(new LookUp(minute(0), List.of("d")));
    assertThat(known).containsOnlyKeys("a", "d").containsEntry("d", 3L);
  }

  @Test
  void isRefusedForATieWithAnAdOutside() {
    LeaderboardMerge merge = LeaderboardMerge.of(List.of(part(0, board(2, "y", 7, "z", 4))));
    assertThat(Certificate.certify(merge, Map.of(), 1)).isPresent();
    assertThat(Certificate.certify(merge, Map.of(), 2)).isEmpty();
  }

  @Test
  void followsTheCellsWhereAListIsAheadOfThem() {
    LeaderboardMerge merge =
        LeaderboardMerge.of(
            List.of(new ListedPart(minute(0), List.of(board(3, "a", 9, "b", 8, "c", 2)), 2)));
    assertThat(merge.known()).isEmpty();
    assertThat(merge.undecided(2)).isEqualTo(Set.of("a", "b"));
    assertThat(Certificate.certify(merge, Map.of("a", 7L, "b", 8L), 2))
        .contains(List.of(new AdClicks("b", 8), new AdClicks("a", 7)));
  }

  /** Whether no totals of the listed ads could certify a list, since an ad outside may lead. */
  private static boolean isHopeless(List<Leaderboard> boards, int count) {
    long outside = boards.stream().mapToLong(CertificateTest::hidden).sum();
    List<Long> most =
        boards.stream()
            .flatMap(board -> board.getAdsList().stream())
            .map(RankedAd::getAdId)
            .distinct()
            .map(adId -> boards.stream().mapToLong(board -> most(board, adId)).sum())
            .sorted(Comparator.reverseOrder())
            .toList();
    return outside > 0 && (most.size() < count || most.get(count - 1) <= outside);
  }

  /** The most clicks an ad may have in a minute with this board. */
  private static long most(Leaderboard board, String adId) {
    return board.getAdsList().stream()
        .filter(ad -> ad.getAdId().equals(adId))
        .mapToLong(RankedAd::getClicks)
        .findFirst()
        .orElse(hidden(board));
  }

  /** The most clicks an ad may have that this board does not name. */
  private static long hidden(Leaderboard board) {
    int size = board.getAdsCount();
    return size == 0 || size < board.getCapacity() ? 0 : board.getAds(size - 1).getClicks();
  }

  private static boolean lists(Leaderboard board, String adId) {
    return board.getAdsList().stream().anyMatch(ad -> ad.getAdId().equals(adId));
  }

  private static ListedPart part(int number, Leaderboard board) {
    return new ListedPart(minute(number), List.of(board), 0);
  }

  private static MinuteInterval minute(int number) {
    return new MinuteInterval(number * 60_000L, (number + 1) * 60_000L);
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

  /**
   * Clicks of ads "a", "b", ... by minute, their exact totals, and the boards cut from them: those
   * of every other minute with clicks of one ad that are not in the totals yet.
   */
  private static final class Minutes {

    final Map<String, Long> totals = new HashMap<>();
    final List<Map<String, Long>> byMinute = new ArrayList<>();
    final List<Leaderboard> boards = new ArrayList<>();
    final int ahead;

    Minutes(List<List<Integer>> minutes, int capacity, int ahead) {
      this.ahead = ahead;
      for (List<Integer> clicksByAd : minutes) {
        Map<String, Long> minute = new HashMap<>();
        for (int ad = 0; ad < clicksByAd.size(); ad++) {
          if (clicksByAd.get(ad) > 0) {
            minute.put(Character.toString('a' + ad), (long) clicksByAd.get(ad));
          }
        }
        minute.forEach((adId, clicks) -> totals.merge(adId, clicks, Long::sum));
        Leaderboard.Builder board = Leaderboard.newBuilder().setCapacity(capacity);
        Map<String, Long> listed = new HashMap<>(minute);
        if (ahead > 0 && boards.size() % 2 == 0) {
          listed.merge(Character.toString('a' + boards.size()), (long) ahead, Long::sum);
        }
        AdClicks.top(capacity, listed)
            .forEach(
                ad ->
                    board.addAds(RankedAd.newBuilder().setAdId(ad.adId()).setClicks(ad.clicks())));
        boards.add(board.build());
        byMinute.add(minute);
      }
    }

    List<ListedPart> parts(int minutesPerPart) {
      List<ListedPart> parts = new ArrayList<>();
      for (int at = 0; at < boards.size(); at += minutesPerPart) {
        int end = Math.min(boards.size(), at + minutesPerPart);
        parts.add(
            new ListedPart(
                new MinuteInterval(minute(at).fromMillis(), minute(end).fromMillis()),
                boards.subList(at, end),
                lead(at, end)));
      }
      return parts;
    }

    /** Of three parts one does not say by how much its lists are ahead. */
    private long lead(int from, int to) {
      if (ahead > 0 && from % 3 == 2) {
        return Long.MAX_VALUE;
      }
      long minutesAhead = IntStream.range(from, to).filter(at -> at % 2 == 0).count();
      return minutesAhead * ahead;
    }

    /** What the store would say. */
    Map<String, Long> lookUp(LeaderboardMerge merge, Set<String> adIds) {
      Map<String, Long> found = new HashMap<>();
      List<LookUp> lookUps =
          merge.lookUps(adIds, (adId, clicks) -> found.merge(adId, clicks, Long::sum));
      for (LookUp lookUp : lookUps) {
        for (int at = 0; at < byMinute.size(); at++) {
          if (lookUp.interval().contains(minute(at).fromMillis())) {
            Map<String, Long> minute = byMinute.get(at);
            lookUp
                .adIds()
                .forEach(adId -> found.merge(adId, minute.getOrDefault(adId, 0L), Long::sum));
          }
        }
      }
      return found;
    }
  }
}
