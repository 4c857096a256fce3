package org.adclicks.pipeline.sink;

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

  /** Whatever the order: no click is outside, and none within is more than a day from the next. */
  @Property
  void areTheSameInAnyOrderAndMoreThanADayApart(
      @ForAll @Size(max = 40) List<@IntRange(max = 400) Integer> hours) {
    Stretches forwards = new Stretches(Collections.emptySortedMap());
    hours.forEach(hour -> forwards.addMinute(minute(hour)));
    Stretches sorted = new Stretches(Collections.emptySortedMap());
    hours.stream().sorted().forEach(hour -> sorted.addMinute(minute(hour)));

    NavigableMap<Long, Long> found = forwards.completeThrough(ALL);
    assertThat(found).isEqualTo(sorted.completeThrough(ALL));
    for (int hour : hours) {
      Map.Entry<Long, Long> around = found.floorEntry(minute(hour));
      assertThat(around.getValue()).isGreaterThanOrEqualTo(minute(hour) + Periods.MINUTE_MILLIS);
    }
    found.forEach(
        (from, end) -> {
          Map.Entry<Long, Long> next = found.higherEntry(from);
          assertThat(hours).anyMatch(hour -> minute(hour) == from);
          assertThat(next == null ? ALL : next.getKey() - end)
              .isGreaterThan(StoreSchema.STRETCH_GAP_MILLIS);
        });
  }

  private static long minute(int hour) {
    return 1_600_002_000_000L + hour * Periods.HOUR_MILLIS;
  }
}
