package org.adclicks.query.store;

import java.util.Map;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.FinalStretches;
import org.adclicks.query.question.MinuteInterval;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of event time that one pipeline counted without a gap.
 *
 * @param keptFrom since when it writes each part; a part that is not named it does not write
 * @param buckets of its clicks; null if it writes none
 * @param periodsThrough the end of the last period of each part that has any which is written
 * @param finals through when its minutes are FINAL
 */
record CountedSpan(
    MinuteInterval counted,
    Map<KeptPart, Long> keptFrom,
    @Nullable ClickBuckets buckets,
    Map<KeptPart, Long> periodsThrough,
    FinalStretches.Stretch finals) {

  CountedSpan {
    keptFrom = Map.copyOf(keptFrom);
    periodsThrough = Map.copyOf(periodsThrough);
  }

  /** What of it has this part, null if nothing has. */
  @Nullable MinuteInterval of(KeptPart part) {
    Long since = keptFrom.get(part);
    if (since == null || since >= counted.toMillis()) {
      return null;
    }
    return new MinuteInterval(Math.max(since, counted.fromMillis()), counted.toMillis());
  }

  /** Whether it wrote this hour or day of a part that ends there. */
  boolean hasWritten(KeptPart part, long periodEndMillis) {
    return periodEndMillis <= periodsThrough.getOrDefault(part, Long.MIN_VALUE);
  }

  boolean contains(KeptPart part, MinuteInterval interval) {
    MinuteInterval stretch = of(part);
    return stretch != null && stretch.contains(interval);
  }
}
