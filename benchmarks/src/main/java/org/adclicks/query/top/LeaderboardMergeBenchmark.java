package org.adclicks.query.top;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.RankedAd;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Merging an hour's twelve leaderboards of 2,000 ads, and proving the first 100 of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LeaderboardMergeBenchmark {

  private static final int PARTS = 12;
  private static final int CAPACITY = 2_000;
  private static final int COUNT = 100;

  private final List<Leaderboard> boards = boards();
  private final List<ListedPart> parts = parts(boards);
  private final LeaderboardMerge merge = LeaderboardMerge.of(parts);
  private final Map<String, Long> totals = totals();

  @Benchmark
  public LeaderboardMerge mergeHour() {
    return LeaderboardMerge.of(parts);
  }

  @Benchmark
  public Optional<List<AdClicks>> certify() {
    return Certificate.certify(merge, totals, COUNT);
  }

  private static List<ListedPart> parts(List<Leaderboard> boards) {
    List<ListedPart> parts = new ArrayList<>();
    for (int i = 0; i < boards.size(); i++) {
      MinuteInterval five =
          new MinuteInterval(
              i * Periods.FIVE_MINUTES_MILLIS, (i + 1) * Periods.FIVE_MINUTES_MILLIS);
      parts.add(new ListedPart(five, List.of(boards.get(i)), 0));
    }
    return parts;
  }

  /** What the store would answer for the ads that are not decided: their lists' sums. */
  private Map<String, Long> totals() {
    Map<String, Long> sums = new HashMap<>();
    for (Leaderboard board : boards) {
      board.getAdsList().forEach(ad -> sums.merge(ad.getAdId(), ad.getClicks(), Long::sum));
    }
    sums.keySet().retainAll(merge.undecided(COUNT));
    return sums;
  }

  /** By Zipf, each part's counts a little off, so that lists do not name the same ads. */
  private static List<Leaderboard> boards() {
    SplittableRandom random = new SplittableRandom(1);
    List<Leaderboard> boards = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      Leaderboard.Builder board = Leaderboard.newBuilder().setCapacity(CAPACITY);
      for (int rank = 1; rank <= CAPACITY; rank++) {
        int ad = rank < COUNT * 3 ? rank : rank + random.nextInt(CAPACITY);
        board.addAds(RankedAd.newBuilder().setAdId("ad-" + ad).setClicks(1_000_000L / rank));
      }
      boards.add(board.build());
    }
    return boards;
  }
}
