package org.adclicks.pipeline.spans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;

class StretchesTest {

  private static final long ALL = Long.MAX_VALUE;

  /**
   * Whatever the order: no click is outside, and none within is further than the gap from the next.
   */
  @Property
  void areTheSameInAnyOrderAndFurtherApartThanTheGap(
      @ForAll @Size(max = 40) List<@IntRange(max = 400) Integer> halfDays) {
    Stretches forwards = new Stretches(Collections.emptySortedMap());
    halfDays.forEach(halfDay -> forwards.addMinute(minute(halfDay)));
    Stretches sorted = new Stretches(Collections.emptySortedMap());
    halfDays.stream().sorted().forEach(halfDay -> sorted.addMinute(minute(halfDay)));

    NavigableMap<Long, Long> found = forwards.completeThrough(ALL);
    assertThat(found).isEqualTo(sorted.completeThrough(ALL));
    for (int halfDay : halfDays) {
      Map.Entry<Long, Long> around = found.floorEntry(minute(halfDay));
      assertThat(around.getValue()).isGreaterThanOrEqualTo(minute(halfDay) + Periods.MINUTE_MILLIS);
    }
    found.forEach(
        (from, end) -> {
          Map.Entry<Long, Long> next = found.higherEntry(from);
          assertThat(halfDays).anyMatch(halfDay -> minute(halfDay) == from);
          assertThat(next == null ? ALL : next.getKey() - end)
              .isGreaterThan(StoreSchema.STRETCH_GAP_MILLIS);
        });
  }

  private static long minute(int halfDay) {
    return 1_600_002_000_000L + 12L * halfDay * Periods.HOUR_MILLIS;
  }
}
