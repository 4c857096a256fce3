package org.adclicks.query.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.query.question.MinuteInterval;

/**
 * An interval cut into pieces of one partition each: days and hours where their roll-ups are in the
 * store, minutes for the rest. The pieces are in order, do not overlap and leave nothing out.
 *
 * <p>A restated hour is read from its own partitions. It always has its roll-up, and the roll-up of
 * its day is no longer true.
 *
 * <p>Units: milliseconds since 1970.
 */
public final class RangePlan {

  /** How finely a piece is stored. */
  enum Grain {
    MINUTES,
    HOURS,
    DAYS
  }

  /**
   * A piece: the rows {@code fromMillis <= t < toMillis} of one partition of one table.
   *
   * @param partitionMillis names the partition; not to be taken for a time, as that of a restated
   *     hour is none
   */
  public record Piece(Grain grain, long partitionMillis, long fromMillis, long toMillis) {}

  private RangePlan() {}

  /** Reads roll-ups for the hours and days that have them, minutes otherwise. */
  static List<Piece> withRollUps(
      MinuteInterval interval, RestatedHours restated, Predicate<MinuteInterval> isRolledUp) {
    return cut(
        interval,
        restated,
        day -> !isRestated(day, restated) && isRolledUp.test(day),
        hour -> isRestated(hour, restated) || isRolledUp.test(hour));
  }

  /** Reads minutes only. */
  static List<Piece> ofMinutes(MinuteInterval interval, RestatedHours restated) {
    return cut(interval, restated, any -> false, any -> false);
  }

  private static boolean isRestated(MinuteInterval period, RestatedHours restated) {
    return restated.touch(period.fromMillis(), period.toMillis());
  }

  private static List<Piece> cut(
      MinuteInterval interval,
      RestatedHours restated,
      Predicate<MinuteInterval> isByDay,
      Predicate<MinuteInterval> isByHour) {
    List<Piece> pieces = new ArrayList<>();
    long at = interval.fromMillis();
    while (at < interval.toMillis()) {
      Piece piece = next(at, interval.toMillis(), restated, isByDay, isByHour);
      append(pieces, piece);
      at = piece.toMillis();
    }
    return pieces;
  }

  private static Piece next(
      long at,
      long end,
      RestatedHours restated,
      Predicate<MinuteInterval> isByDay,
      Predicate<MinuteInterval> isByHour) {
    long day = Periods.dayOf(at);
    if (at == day && fits(day, Periods.DAY_MILLIS, end, isByDay)) {
      return new Piece(Grain.DAYS, Periods.monthOf(at), at, at + Periods.DAY_MILLIS);
    }
    long hour = Periods.hourOf(at);
    if (at == hour && fits(hour, Periods.HOUR_MILLIS, end, isByHour)) {
      long partition = RestatedHours.partition(day, restated.epochOf(hour));
      return new Piece(Grain.HOURS, partition, at, at + Periods.HOUR_MILLIS);
    }
    return new Piece(
        Grain.MINUTES, restated.partitionOf(hour), at, Math.min(end, hour + Periods.HOUR_MILLIS));
  }

  private static boolean fits(
      long start, long length, long end, Predicate<MinuteInterval> isThere) {
    return start + length <= end && isThere.test(new MinuteInterval(start, start + length));
  }

  /** Each begins where the last one ends, so two of one partition are one read. */
  private static void append(List<Piece> pieces, Piece piece) {
    if (!pieces.isEmpty()) {
      Piece last = pieces.get(pieces.size() - 1);
      if (last.grain() == piece.grain() && last.partitionMillis() == piece.partitionMillis()) {
        pieces.set(
            pieces.size() - 1,
            new Piece(last.grain(), last.partitionMillis(), last.fromMillis(), piece.toMillis()));
        return;
      }
    }
    pieces.add(piece);
  }
}
