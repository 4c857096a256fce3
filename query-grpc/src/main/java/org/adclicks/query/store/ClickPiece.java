package org.adclicks.query.store;

import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;

/**
 * Clicks of some of an hour, in one partition of each bucket.
 *
 * @param table the minutes' blocks or the hour's
 * @param partitionMillis names the hour's partitions: its first millisecond, or later if restated
 * @param part what of the hour is asked for
 */
public record ClickPiece(
    StoredTable table, ClickBuckets buckets, long partitionMillis, MinuteInterval part) {

  /** A fourth of what a row of another table costs: blocks of minutes are small. */
  private static final long BLOCKS_PER_ROW = 4;

  boolean isRewritten() {
    return table == StoredTable.CLICKS_BY_HOUR;
  }

  /** About what reading it costs, in rows as other tables have them. */
  public long rowsToRead() {
    if (isRewritten()) {
      return 1;
    }
    long minutes = (part.toMillis() - part.fromMillis()) / Periods.MINUTE_MILLIS;
    // Late clicks are read from the hour's beginning on.
    long before = (part.toMillis() - partitionMillis) / Periods.MINUTE_MILLIS;
    return 1 + (minutes + before) / BLOCKS_PER_ROW;
  }
}
