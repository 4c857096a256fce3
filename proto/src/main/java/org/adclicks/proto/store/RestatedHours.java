package org.adclicks.proto.store;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which hours were counted anew from the archive, and where their rows are: an hour's restatement
 * has partitions of its own, so that nothing that was there before shows through, and readers see
 * all of it from one moment on.
 *
 * <p>Shape: immutable. Units: milliseconds since 1970. Source: docs/decisions/0047.
 */
public final class RestatedHours implements Serializable {

  private static final long serialVersionUID = 1L;

  /** No hour was restated. */
  public static final RestatedHours NONE = new RestatedHours(Map.of());

  /** The number of what the stream counted. */
  public static final int STREAM_EPOCH = 0;

  /** So that no partition of one period is taken for one of another. */
  public static final int LAST_EPOCH = (int) Periods.MINUTE_MILLIS - 1;

  /**
   * How an hour was restated last.
   *
   * @param epoch the number of the recompute, 1 to {@link #LAST_EPOCH}
   * @param buckets over which the hour's clicks are spread; null if they are not kept
   */
  public record Restated(int epoch, @Nullable ClickBuckets buckets) implements Serializable {

    public Restated {
      if (epoch <= STREAM_EPOCH || epoch > LAST_EPOCH) {
        throw new IllegalArgumentException(
            "an epoch must be in 1.." + LAST_EPOCH + ", not " + epoch);
      }
    }
  }

  private final TreeMap<Long, Restated> byHour;

  private RestatedHours(Map<Long, Restated> byHour) {
    this.byHour = new TreeMap<>(byHour);
  }

  /** By the first millisecond of each hour. */
  public static RestatedHours of(Map<Long, Restated> byHour) {
    return new RestatedHours(byHour);
  }

  /**
   * The value that names the partition of a period's rows of an epoch, in place of the period's
   * first millisecond.
   */
  public static long partition(long periodMillis, int epoch) {
    return periodMillis + epoch;
  }

  /** The number under which an hour's rows are to be read. */
  public int epochOf(long hourMillis) {
    Restated restated = byHour.get(hourMillis);
    return restated == null ? STREAM_EPOCH : restated.epoch();
  }

  /** Over which buckets the hour's clicks are spread, if it was restated with its clicks. */
  public Optional<ClickBuckets> bucketsOf(long hourMillis) {
    Restated restated = byHour.get(hourMillis);
    return restated == null ? Optional.empty() : Optional.ofNullable(restated.buckets());
  }

  /** Whether the hour was restated without its clicks: no partition has them. */
  public boolean isWithoutClicks(long hourMillis) {
    return epochOf(hourMillis) != STREAM_EPOCH && bucketsOf(hourMillis).isEmpty();
  }

  /** The value that names the partition of an hour's rows in tables of hours. */
  public long partitionOf(long hourMillis) {
    return partition(hourMillis, epochOf(hourMillis));
  }

  /**
   * The value that names the partition of a sliding window's list: its lists are of the newest
   * restatement of any hour it reaches into, with the last such hour; else with the hour of its
   * end.
   */
  public long partitionOfWindow(long fromMillis, long toMillis) {
    long hour = Periods.hourOf(toMillis);
    int newest = STREAM_EPOCH;
    for (Map.Entry<Long, Restated> each : between(fromMillis, toMillis).entrySet()) {
      if (each.getValue().epoch() >= newest) {
        newest = each.getValue().epoch();
        hour = each.getKey();
      }
    }
    return partition(hour, newest);
  }

  /**
   * The partitions that may have lists of windows that end within the hour or where it begins. Of
   * the latter the stream's own is one though the hour was restated.
   */
  public Set<Long> partitionsOfWindowsEnding(long hourMillis) {
    Set<Long> partitions = new TreeSet<>();
    partitions.add(partition(hourMillis, STREAM_EPOCH));
    partitions.add(partitionOf(hourMillis));
    return partitions;
  }

  /** What there is, and these hours as they are there. */
  public RestatedHours with(RestatedHours newer) {
    TreeMap<Long, Restated> all = new TreeMap<>(byHour);
    all.putAll(newer.byHour);
    return new RestatedHours(all);
  }

  /** Whether any of the time from here to there was restated. */
  public boolean touch(long fromMillis, long toMillis) {
    return !between(fromMillis, toMillis).isEmpty();
  }

  /** The restated hours that have any of this time, in order. */
  public SortedSet<Long> hoursOf(long fromMillis, long toMillis) {
    return Collections.unmodifiableSortedSet(between(fromMillis, toMillis).navigableKeySet());
  }

  private NavigableMap<Long, Restated> between(long fromMillis, long toMillis) {
    return byHour.subMap(Periods.hourOf(fromMillis), true, toMillis, false);
  }
}
