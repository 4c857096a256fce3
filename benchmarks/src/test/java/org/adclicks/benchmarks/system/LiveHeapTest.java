package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveHeapTest {

  @Test
  void isFlatWhenItStaysOnceFilled() {
    LiveHeap heap = LiveHeap.after(1_200, collections(0)).orElseThrow();

    assertThat(heap.isFlat()).isTrue();
    assertThat(heap.mean()).isEqualTo(1_000);
    assertThat(heap.collections()).isEqualTo(40);
  }

  @Test
  void isNotFlatWhenItGrowsByAHundredMebibytesAnHour() {
    LiveHeap heap = LiveHeap.after(1_200, collections(100)).orElseThrow();

    assertThat(heap.isFlat()).isFalse();
    assertThat(heap.growthPerHour()).isCloseTo(100, within(2.0));
  }

  @Test
  void saysNothingAfterTooFewCollections() {
    assertThat(LiveHeap.after(3_500, collections(0))).isEmpty();
  }

  /** One a minute for an hour; the first twenty minutes fill. */
  private static List<GcLog.Pause> collections(double growthPerHour) {
    List<GcLog.Pause> collections = new ArrayList<>();
    for (int minute = 0; minute < 60; minute++) {
      double filled = Math.min(1, minute / 20.0);
      long after = Math.round(filled * 1_000 + growthPerHour * minute / 60);
      collections.add(new GcLog.Pause(minute * 60, true, after, 500));
    }
    return collections;
  }
}
