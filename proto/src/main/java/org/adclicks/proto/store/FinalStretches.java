package org.adclicks.proto.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which times can change no more but by a restatement, as the streams that counted them have told:
 * each of its own stretch, for what one has told says nothing of what another is still counting.
 *
 * <p>Where several have counted the same time, the one that has gone on furthest is asked. A time
 * that none has counted is asked of the stretch before it: its stream might still find clicks of
 * then; before the first one, of that.
 *
 * <p>Shape: immutable. Units: milliseconds since 1970. Source: docs/decisions/0042.
 */
public final class FinalStretches {

  /** Nobody has told anything. */
  public static final FinalStretches NONE = new FinalStretches(List.of());

  /**
   * A stretch that one stream has counted.
   *
   * @param finalMillis through when it says that its minutes are final
   */
  public record Stretch(long fromMillis, long toMillis, long finalMillis) {

    /** The same if its stream is gone and will not come back. */
    public Stretch ended() {
      return new Stretch(fromMillis, toMillis, Long.MAX_VALUE);
    }

    /**
     * As the rows of the store have it.
     *
     * @param keptFrom since when a stretch tells {@link StoreSchema#KEPT_FINAL} by itself, if it
     *     does
     * @param told what it has told; null for nothing yet
     * @param ofStoreMillis what holds of all that do not, or did not yet
     */
    public static Stretch told(
        long fromMillis,
        long toMillis,
        Map<String, Instant> keptFrom,
        @Nullable Instant told,
        long ofStoreMillis) {
      Instant since = keptFrom.get(StoreSchema.KEPT_FINAL);
      if (since == null) {
        return new Stretch(fromMillis, toMillis, ofStoreMillis);
      }
      long before =
          since.toEpochMilli() <= fromMillis
              ? Long.MIN_VALUE
              : Math.min(ofStoreMillis, since.toEpochMilli());
      long ownMillis = told == null ? Long.MIN_VALUE : told.toEpochMilli();
      return new Stretch(fromMillis, toMillis, Math.max(ownMillis, before));
    }
  }

  /** In the order in which they end. */
  private final List<Stretch> stretches;

  private FinalStretches(List<Stretch> stretches) {
    this.stretches = stretches;
  }

  /** Of these stretches, in any order; empty ones are left out. */
  public static FinalStretches of(Collection<Stretch> stretches) {
    return new FinalStretches(
        stretches.stream()
            .filter(each -> each.fromMillis < each.toMillis)
            .sorted(Comparator.comparingLong(Stretch::toMillis))
            .toList());
  }

  /** Whether all of this time is. */
  public boolean isFinal(long fromMillis, long toMillis) {
    return finalUntil(fromMillis, toMillis) >= toMillis;
  }

  /** How far this time is from its beginning on: its beginning if that is not. */
  public long finalUntil(long fromMillis, long toMillis) {
    long at = fromMillis;
    while (at < toMillis) {
      Stretch asked = asked(at);
      if (asked == null) {
        return at;
      }
      long end = Math.min(toMillis, nextAfter(at, asked));
      if (asked.finalMillis < end) {
        return Math.max(at, asked.finalMillis);
      }
      at = end;
    }
    return toMillis;
  }

  private @Nullable Stretch asked(long millis) {
    Stretch counted = null;
    Stretch before = null;
    Stretch first = null;
    for (Stretch each : stretches) {
      if (each.fromMillis <= millis && millis < each.toMillis) {
        counted = each;
      } else if (each.toMillis <= millis) {
        before = each;
      }
      if (first == null || each.fromMillis < first.fromMillis) {
        first = each;
      }
    }
    if (counted != null) {
      return counted;
    }
    return before == null ? first : before;
  }

  /** Where another one is asked, at the earliest. */
  private long nextAfter(long millis, Stretch asked) {
    long next =
        millis < asked.toMillis && millis >= asked.fromMillis ? asked.toMillis : Long.MAX_VALUE;
    for (Stretch each : stretches) {
      if (each.fromMillis > millis) {
        next = Math.min(next, each.fromMillis);
      }
    }
    return next;
  }
}
