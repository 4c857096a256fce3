package org.adclicks.query.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.SlidingWindow;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of event time that were counted without a gap, and the sliding windows the newest
 * pipeline keeps lists for. What is in no stretch never was: nobody knows whether anyone clicked.
 *
 * @param spans in order; the last one goes on
 * @param windowsFromMillis lists of the windows are whole if the window begins here or later
 */
public record CountedSpans(
    List<CountedSpan> spans, List<SlidingWindow> windows, long windowsFromMillis) {

  static final CountedSpans NONE = new CountedSpans(List.of(), List.of(), Long.MAX_VALUE);

  /** A day's roll-up, the allowed lateness and the time its shards take one after another. */
  static final long LAST_MILLIS = 26 * Periods.HOUR_MILLIS;

  public CountedSpans {
    spans =
        spans.stream()
            .sorted(Comparator.comparingLong((CountedSpan span) -> span.counted().toMillis()))
            .toList();
    windows = List.copyOf(windows);
  }

  public boolean isEmpty() {
    return spans.isEmpty();
  }

  /** Where it is complete up to. */
  private long endMillis() {
    return spans.get(spans.size() - 1).counted().toMillis();
  }

  /** Whether the newest pipeline writes it. */
  boolean keeps(KeptPart part) {
    return spans.get(spans.size() - 1).keptFrom().containsKey(part);
  }

  /** The stretches of a part, in order, those that touch joined. */
  List<MinuteInterval> stretches(KeptPart part) {
    return join(spans.stream().map(span -> span.of(part)).filter(Objects::nonNull).toList());
  }

  private static List<MinuteInterval> join(Collection<MinuteInterval> parts) {
    List<MinuteInterval> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingLong(MinuteInterval::fromMillis));
    List<MinuteInterval> joined = new ArrayList<>();
    for (MinuteInterval part : ordered) {
      int last = joined.size() - 1;
      if (last >= 0 && part.fromMillis() <= joined.get(last).toMillis()) {
        MinuteInterval before = joined.get(last);
        joined.set(
            last,
            new MinuteInterval(before.fromMillis(), Math.max(before.toMillis(), part.toMillis())));
      } else {
        joined.add(part);
      }
    }
    return joined;
  }

  /** Where the stretch of a part begins that still goes on; the end if it has not begun. */
  public long newestFromMillis(KeptPart part) {
    List<MinuteInterval> stretches = stretches(part);
    if (stretches.isEmpty() || stretches.get(stretches.size() - 1).toMillis() < endMillis()) {
      return endMillis();
    }
    return stretches.get(stretches.size() - 1).fromMillis();
  }

  /** Whether the store got all of it; what is after the newest stretch is yet to come. */
  boolean covers(KeptPart part, MinuteInterval interval) {
    long end = endMillis();
    if (interval.fromMillis() >= end) {
      return keeps(part);
    }
    MinuteInterval past =
        new MinuteInterval(interval.fromMillis(), Math.min(interval.toMillis(), end));
    return stretches(part).stream().anyMatch(stretch -> stretch.contains(past));
  }

  /**
   * Whether a pipeline that adds up hours and days had all of this one, and time to add it up. How
   * much time one took that is gone nobody knows, so its last day is read from minutes.
   */
  boolean areRolledUp(MinuteInterval period) {
    return spans.get(spans.size() - 1).contains(KeptPart.ROLL_UPS, period)
        || isOfOne(
            KeptPart.ROLL_UPS,
            new MinuteInterval(period.fromMillis(), period.toMillis() + LAST_MILLIS));
  }

  /**
   * Cuts an interval into parts whose clicks one pipeline writes, each in its buckets; of several
   * that have one the one that has gone on furthest.
   */
  List<ClickStretch> clickStretches(MinuteInterval interval) {
    List<ClickStretch> cut = new ArrayList<>();
    long at = interval.fromMillis();
    while (at < interval.toMillis()) {
      ClickStretch next = stretchAt(at, interval.toMillis());
      if (next == null) {
        break;
      }
      cut.add(next);
      at = next.part().toMillis();
    }
    return cut;
  }

  private @Nullable ClickStretch stretchAt(long millis, long endMillis) {
    ClickStretch furthest = null;
    for (CountedSpan span : spans) {
      MinuteInterval clicks = span.of(KeptPart.CLICKS);
      ClickBuckets buckets = span.buckets();
      if (clicks == null || buckets == null || clicks.fromMillis() > millis) {
        continue;
      }
      // What is there of minutes that are open is read, too.
      boolean goesOn = clicks.toMillis() == endMillis();
      long reaches = goesOn ? Long.MAX_VALUE : clicks.toMillis();
      if (millis < reaches
          && (furthest == null || clicks.toMillis() >= furthest.clicks().toMillis())) {
        MinuteInterval part = new MinuteInterval(millis, Math.min(endMillis, reaches));
        furthest = new ClickStretch(part, clicks, buckets, goesOn);
      }
    }
    return furthest;
  }

  /** Whether one pipeline wrote all of it: what it adds up has clicks of one pipeline alone. */
  boolean isOfOne(KeptPart part, MinuteInterval interval) {
    return spans.stream().anyMatch(span -> span.contains(part, interval));
  }
}
