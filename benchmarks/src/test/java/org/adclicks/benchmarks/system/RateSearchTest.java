package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RateSearchTest {

  @Test
  void goesUpUntilRefusedThenHalves() {
    RateSearch search = new RateSearch(List.of(10_000L, 15_000L, 20_000L, 25_000L), 1_000);

    assertThat(ratesTried(search, 17_500))
        .containsExactly(10_000L, 15_000L, 20_000L, 17_000L, 18_000L);
    assertThat(search.best()).hasValue(17_000);
  }

  @Test
  void goesDownIfTheFirstIsRefused() {
    RateSearch search = new RateSearch(List.of(10_000L), 2_000);

    assertThat(ratesTried(search, 6_500)).containsExactly(10_000L, 4_000L, 6_000L, 8_000L);
    assertThat(search.best()).hasValue(6_000);
  }

  @Test
  void takesTheHighestOfAllIfNoneIsRefused() {
    RateSearch search = new RateSearch(List.of(20_000L, 10_000L), 1_000);

    assertThat(ratesTried(search, 99_999)).containsExactly(10_000L, 20_000L);
    assertThat(search.best()).hasValue(20_000);
  }

  @Test
  void endsWithoutARateIfEvenTheFinestIsRefused() {
    RateSearch search = new RateSearch(List.of(4_000L), 1_000);

    assertThat(ratesTried(search, 0)).containsExactly(4_000L, 2_000L, 1_000L);
    assertThat(search.best()).isEmpty();
  }

  @Test
  void refusesRatesThatAreNone() {
    assertThatThrownBy(() -> new RateSearch(List.of(), 1)).hasMessageContaining("at least one");
    assertThatThrownBy(() -> new RateSearch(List.of(0L), 1)).hasMessageContaining("positive");
  }

  /** Against a system that sustains up to so much. */
  private static List<Long> ratesTried(RateSearch search, long capacity) {
    List<Long> tried = new ArrayList<>();
    for (OptionalLong rate = search.next(); rate.isPresent(); rate = search.next()) {
      tried.add(rate.getAsLong());
      search.tell(rate.getAsLong(), rate.getAsLong() <= capacity);
    }
    return tried;
  }
}
