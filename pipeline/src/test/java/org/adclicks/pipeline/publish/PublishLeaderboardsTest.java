package org.adclicks.pipeline.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.adclicks.click.Scope;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.junit.jupiter.api.Test;

class PublishLeaderboardsTest {

  private static final long MINUTE = 1_600_000_020_000L;

  @Test
  void eachListHasItsOwnKey() {
    assertThat(PublishLeaderboards.key(board(60_000, 1000)))
        .isEqualTo("minute-DE-1600000020000-1600000080000");
    assertThat(PublishLeaderboards.key(board(10_000, 100)))
        .isEqualTo("sliding-DE-1600000020000-1600000080000");
    assertThat(PublishLeaderboards.key(board(300_000, 300_000, 2000)))
        .isEqualTo("five-minutes-DE-1600000020000-1600000320000");
  }

  private static WindowLeaderboard board(long period, int capacity) {
    return board(60_000, period, capacity);
  }

  private static WindowLeaderboard board(long length, long period, int capacity) {
    return new WindowLeaderboard(
        new RankingWindow(length, period, capacity),
        new Leaderboard(Scope.ofKey("DE"), MINUTE, MINUTE + length, capacity, 0, List.of()));
  }
}
