package org.adclicks.pipeline.restate;

import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.FinalStretches;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that one pipeline has counted, as it tells readers: a row of {@code
 * counted_spans}.
 *
 * <p>Units: milliseconds since 1970.
 *
 * @param windows the sliding windows it keeps lists of, as text
 * @param windowsFromMillis since when
 * @param keptFrom since when it writes what can be left out, by name
 * @param periodsThrough through when it has written the hours of each
 * @param finalThrough through when it says that it is FINAL, if it has said so
 */
record CountedStretch(
    long fromMillis,
    long throughMillis,
    String windows,
    long windowsFromMillis,
    Map<String, Instant> keptFrom,
    Map<String, Instant> periodsThrough,
    @Nullable Instant finalThrough) {

  /** The columns of its row. */
  static final String COLUMNS =
      "counted_from, counted_through, windows, windows_from, kept_from, periods_through,"
          + " final_through";

  static CountedStretch of(Row row) {
    return new CountedStretch(
        millis(row, "counted_from"),
        millis(row, "counted_through"),
        Objects.requireNonNullElse(row.getString("windows"), ""),
        row.isNull("windows_from") ? Long.MAX_VALUE : millis(row, "windows_from"),
        row.isNull("kept_from") ? keptBefore(row) : times(row, "kept_from"),
        times(row, "periods_through"),
        row.getInstant("final_through"));
  }

  /** The one an hour is told by: of several that have any of it the one that has gone furthest. */
  static Optional<CountedStretch> ofHour(long hourMillis, Collection<CountedStretch> stretches) {
    return stretches.stream()
        .filter(
            each ->
                each.fromMillis < hourMillis + Periods.HOUR_MILLIS
                    && each.throughMillis > hourMillis)
        .max((a, b) -> Long.compare(a.throughMillis, b.throughMillis));
  }

  /** Those that have any of this time. */
  static List<CountedStretch> within(
      long fromMillis, long toMillis, Collection<CountedStretch> stretches) {
    return stretches.stream()
        .filter(each -> each.fromMillis < toMillis && each.throughMillis > fromMillis)
        .toList();
  }

  /**
   * Whether readers look for clicks of this time, so that who restates it writes them. Who clicked
   * is nowhere written that the stream did not write it.
   */
  static boolean haveClicks(long fromMillis, long toMillis, Collection<CountedStretch> stretches) {
    return within(fromMillis, toMillis, stretches).stream()
        .anyMatch(each -> each.keepsClicksBefore(toMillis));
  }

  private boolean keepsClicksBefore(long millis) {
    return buckets()
        .map(buckets -> keptFrom.get(buckets.keptName()))
        .filter(since -> since.toEpochMilli() < millis)
        .isPresent();
  }

  /** Whether none of these has gone further. */
  boolean goesOn(Collection<CountedStretch> stretches) {
    return stretches.stream().allMatch(each -> each.throughMillis <= throughMillis);
  }

  /** Whether it has counted all of this time. */
  boolean hasAll(long timeFromMillis, long timeToMillis) {
    return fromMillis <= timeFromMillis && throughMillis >= timeToMillis;
  }

  /** Whether all of an hour is written of what has this name. */
  boolean keeps(String name, long hourMillis) {
    Instant since = keptFrom.get(name);
    // The first hour of a stretch may begin before it.
    return since != null && since.toEpochMilli() <= Math.max(hourMillis, fromMillis);
  }

  /** Whether the hour itself is written, and not only its minutes. */
  boolean hasWritten(String name, long hourMillis) {
    Instant through = periodsThrough.get(name);
    return through != null && hourMillis + Periods.HOUR_MILLIS <= through.toEpochMilli();
  }

  /**
   * Through when it can change no more.
   *
   * @param ofStoreMillis the same of a pipeline that does not say so of its stretch
   */
  FinalStretches.Stretch finalStretch(long ofStoreMillis) {
    return FinalStretches.Stretch.told(
        fromMillis, throughMillis, keptFrom, finalThrough, ofStoreMillis);
  }

  /** Over which buckets its clicks are spread, if it keeps any. */
  Optional<ClickBuckets> buckets() {
    return ClickBuckets.ofKept(keptFrom);
  }

  /** Before schema version 5 nobody could leave these out, and nobody said that they are there. */
  private static Map<String, Instant> keptBefore(Row row) {
    Instant from = Objects.requireNonNull(row.getInstant("counted_from"));
    return Map.of(StoreSchema.KEPT_CELLS, from, StoreSchema.KEPT_ROLL_UPS, from);
  }

  private static Map<String, Instant> times(Row row, String column) {
    @Nullable Map<String, Instant> times = row.getMap(column, String.class, Instant.class);
    return times == null ? Map.of() : times;
  }

  private static long millis(Row row, String column) {
    return Objects.requireNonNull(row.getInstant(column)).toEpochMilli();
  }
}
