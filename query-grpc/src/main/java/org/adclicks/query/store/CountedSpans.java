package org.adclicks.query.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.adclicks.proto.store.FinalStretches;
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

  public CountedSpans {
    spans =
        spans.stream()
            .sorted(Comparator.comparingLong((CountedSpan span) -> span.counted().toMillis()))
            .toList();
    windows = List.copyOf(windows);
  }

  /** What can change no more. */
  public FinalStretches finals() {
    return FinalStretches.of(spans.stream().map(CountedSpan::finals).toList());
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

  /** Whether any hour or day of it is written. */
  boolean hasPeriods(KeptPart part) {
    return spans.stream().anyMatch(span -> span.hasWritten(part, span.counted().fromMillis() + 1));
  }

  /** Whether a pipeline that had all of this hour or day has added it up. */
  boolean areRolledUp(MinuteInterval period) {
    return spans.stream()
        .anyMatch(
            span ->
                span.contains(KeptPart.ROLL_UPS, period)
                    && span.hasWritten(KeptPart.ROLL_UPS, period.toMillis()));
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
    CountedSpan furthest = null;
    long nextMillis = endMillis;
    // The one that has gone furthest comes last.
    for (CountedSpan span : spans) {
      MinuteInterval clicks = span.of(KeptPart.CLICKS);
      if (clicks == null || span.buckets() == null) {
        continue;
      }
      if (clicks.fromMillis() > millis) {
        nextMillis = Math.min(nextMillis, clicks.fromMillis());
      } else if (millis < reaches(clicks)) {
        furthest = span;
        nextMillis = endMillis;
      }
    }
    if (furthest == null) {
      return null;
    }
    long reaches = reaches(Objects.requireNonNull(furthest.of(KeptPart.CLICKS)));
    return new ClickStretch(new MinuteInterval(millis, Math.min(nextMillis, reaches)), furthest);
  }

  /** What is there of minutes that are open is read, too. */
  private long reaches(MinuteInterval clicks) {
    return clicks.toMillis() == endMillis() ? Long.MAX_VALUE : clicks.toMillis();
  }

  /** Whether one pipeline wrote all of it: what it adds up has clicks of one pipeline alone. */
  boolean isOfOne(KeptPart part, MinuteInterval interval) {
    return spans.stream().anyMatch(span -> span.contains(part, interval));
  }
}
