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
 *
 * <p>Errors: {@link IllegalArgumentException} for a part that has no room in a version.
 *
 * <p>Source: docs/decisions/0003.
 */
public final class Versions {

  private static final int EPOCH_SHIFT = 40;

  /** Room for {@code adclicks.v1.MinuteState} above a minute's order. */
  private static final int STATE_SHIFT = 37;

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

  /**
   * The version of what is known of a minute: grows with its state first, so that FINAL never loses
   * against CLOSED, whatever another attempt had counted by then; among equal states with {@code
   * order}.
   *
   * @param state a number below 8
   * @param order of two rows of one state the one with more of it stays; below 2^37
   */
  public static long ofMinute(long minuteMillis, long epoch, int state, long order) {
    if (state < 0 || state >= 1 << (EPOCH_SHIFT - STATE_SHIFT)) {
      throw new IllegalArgumentException("a state must be in 0..7, not " + state);
    }
    if (order < 0 || order >= 1L << STATE_SHIFT) {
      throw new IllegalArgumentException("a minute's order must be in 0..2^37, not " + order);
    }
    return of(minuteMillis, epoch, ((long) state << STATE_SHIFT) + order);
  }

  /** The version of a row of that period of which the one written earliest by the clock stays. */
  public static long ofEarliest(long eventTimeMillis, long writtenMillis) {
    return of(eventTimeMillis, 0, (1L << EPOCH_SHIFT) - 1 - writtenMillis / 1000);
  }
}
