package org.adclicks.proto.store;

/**
 * The write timestamps (CQL {@code USING TIMESTAMP}) under which rows are upserted, so that the
 * right one of two writes of a row wins whatever order they arrive in.
 *
 * <p>A version is the row's own event time in microseconds, plus the total it carries, plus 2^40
 * for each restatement epoch. For one row the event time is fixed, so the version grows with
 * (epoch, total) and nothing else. The event time is there for the store: time-window compaction
 * sorts by write timestamps and would see one window of 1970 otherwise.
 *
 * <p>Units: microseconds since 1970 as far as Cassandra is concerned. A total stays below 2^40.
 * Source: docs/decisions/0003.
 */
public final class Versions {

  private static final int EPOCH_SHIFT = 40;

  private Versions() {}

  /**
   * The version of a row of the period starting at {@code eventTimeMillis} that carries {@code
   * total}.
   */
  public static long of(long eventTimeMillis, long epoch, long total) {
    if (total < 0 || total >= 1L << EPOCH_SHIFT) {
      throw new IllegalArgumentException("a total must be in 0..2^40, not " + total);
    }
    return eventTimeMillis * 1000 + (epoch << EPOCH_SHIFT) + total;
  }
}
