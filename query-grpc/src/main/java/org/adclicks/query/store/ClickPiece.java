package org.adclicks.query.store;

import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;

/**
 * Clicks of some of an hour or, where they are by hour, of a day, in one partition of each bucket.
 *
 * @param table the minutes' blocks or the hours'
 * @param partitionMillis names the partitions of the hour or day: its first millisecond, or later
 *     if restated
 * @param part what of it is asked for
 */
public record ClickPiece(
    StoredTable table, ClickBuckets buckets, long partitionMillis, MinuteInterval part) {

  /** A fourth of what a row of another table costs: blocks of minutes are small. */
  private static final long BLOCKS_PER_ROW = 4;

  boolean isRewritten() {
    return table == StoredTable.CLICK_HOURS;
  }

  /** Whether what follows this is in the same partitions. */
  boolean goesOnWith(ClickPiece next) {
    return table == next.table
        && buckets.equals(next.buckets)
        && partitionMillis == next.partitionMillis
        && part.toMillis() == next.part.fromMillis();
  }

  /** Both. */
  ClickPiece with(ClickPiece next) {
    return new ClickPiece(
        table,
        buckets,
        partitionMillis,
        new MinuteInterval(part.fromMillis(), next.part.toMillis()));
  }

  /** About what reading it costs, in rows as other tables have them. */
  public long rowsToRead() {
    if (isRewritten()) {
      return Periods.hourOf(part.toMillis() - 1) / Periods.HOUR_MILLIS
          - Periods.hourOf(part.fromMillis()) / Periods.HOUR_MILLIS
          + 1;
    }
    long minutes = (part.toMillis() - part.fromMillis()) / Periods.MINUTE_MILLIS;
    // Late clicks are read from the hour's beginning on.
    long before = (part.toMillis() - partitionMillis) / Periods.MINUTE_MILLIS;
    return 1 + (minutes + before) / BLOCKS_PER_ROW;
  }
}
