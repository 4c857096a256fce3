package org.adclicks.transforms.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.adclicks.transforms.minutes.Lateness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankingRulesTest {

  private static final long SLICE = 10_000;
  private static final long NOW = 1_700_000_000_000L;
  private static final long YEAR = 365L * 86_400_000;

  private static final RankingRules RULES =
      new RankingRules(
          List.of(new RankingWindow(60_000, 60_000, 1000), new RankingWindow(300_000, SLICE, 100)),
          SLICE,
          Lateness.DEFAULT,
          0);

  @Test
  void endsEveryWindowThatReachesBackToASlice() {
    assertThat(ends(NOW, List.of(NOW), null)).hasSize(30).startsWith(NOW + SLICE);
  }

  @Test
  void jumpsOverYearsWithoutASlice() {
    // One ancient click beside ten minutes of slices: a job just started again may meet that.
    TreeSet<Long> closed = new TreeSet<>(List.of(NOW - 25 * YEAR));
    for (long start = NOW - 600_000; start < NOW; start += SLICE) {
      closed.add(start);
    }
    List<Long> ends = ends(NOW - 25 * YEAR, closed, NOW);
    assertThat(ends).hasSize(30 + 60 + 29);
    assertThat(ends).contains(NOW - 25 * YEAR + 300_000, NOW - 600_000 + SLICE);
  }

  @Test
  void goesToTheFirstSliceThatStillFillsIfNoneHasClosed() {
    assertThat(RULES.nextEnd(NOW, start -> null, NOW + YEAR)).isEqualTo(NOW + YEAR + SLICE);
    assertThat(RULES.nextEnd(NOW, start -> null, null)).isNull();
  }

  @Test
  void goesToWhicheverComesFirst() {
    assertThat(RULES.nextEnd(NOW, start -> NOW + YEAR, NOW + SLICE)).isEqualTo(NOW + 2 * SLICE);
    assertThat(RULES.nextEnd(NOW, start -> NOW - SLICE, NOW + YEAR)).isEqualTo(NOW + SLICE);
  }

  /** The ends a shard's timer would be set for, one after another. */
  private static List<Long> ends(long from, Iterable<Long> closed, @Nullable Long firstOpen) {
    NavigableSet<Long> starts = new TreeSet<>();
    closed.forEach(starts::add);
    List<Long> ends = new java.util.ArrayList<>();
    Long next = RULES.nextEnd(from, starts::ceiling, firstOpen);
    while (next != null) {
      ends.add(next);
      long now = next;
      Long open = firstOpen != null && firstOpen + SLICE > now ? firstOpen : null;
      next = RULES.nextEnd(now, starts::ceiling, open);
    }
    return ends;
  }
}
