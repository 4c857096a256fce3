package org.adclicks.pipeline.options;

/** What the stream writes; each can be left out. */
public enum Sink {
  /** Every raw click, as Parquet files. */
  ARCHIVE,
  /** Minutes' cells. */
  CELLS,
  /** Cells of hours and days. */
  ROLLUPS,
  /** Top lists of minutes and sliding windows. */
  LEADERBOARDS,
  /** The click index, by user and by ip. */
  CLICKS,
  /** Minutes' states, and how far the store is complete. */
  MINUTES;

  /** Whether it is written to Cassandra. */
  public boolean isInStore() {
    return this != ARCHIVE;
  }
}
