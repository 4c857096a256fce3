package org.adclicks.query.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;

/**
 * An interval cut into pieces of one partition each: days and hours where their roll-ups are in the
 * store, minutes for the rest. The pieces are in order, do not overlap and leave nothing out.
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

  /** A piece: the rows {@code fromMillis <= t < toMillis} of one partition of one table. */
  public record Piece(Grain grain, long partitionMillis, long fromMillis, long toMillis) {}

  private RangePlan() {}

  /** Reads roll-ups for the hours and days that have them, minutes otherwise. */
  static List<Piece> withRollUps(MinuteInterval interval, Predicate<MinuteInterval> isRolledUp) {
    List<Piece> pieces = new ArrayList<>();
    long at = interval.fromMillis();
    while (at < interval.toMillis()) {
      Piece piece = next(at, interval.toMillis(), isRolledUp);
      append(pieces, piece);
      at = piece.toMillis();
    }
    return pieces;
  }

  /** Reads minutes only. */
  static List<Piece> ofMinutes(MinuteInterval interval) {
    return withRollUps(interval, any -> false);
  }

  private static Piece next(long at, long end, Predicate<MinuteInterval> isRolledUp) {
    long day = Periods.dayOf(at);
    if (at == day && fits(day, Periods.DAY_MILLIS, end, isRolledUp)) {
      return new Piece(Grain.DAYS, Periods.monthOf(at), at, at + Periods.DAY_MILLIS);
    }
    long hour = Periods.hourOf(at);
    if (at == hour && fits(hour, Periods.HOUR_MILLIS, end, isRolledUp)) {
      return new Piece(Grain.HOURS, day, at, at + Periods.HOUR_MILLIS);
    }
    return new Piece(Grain.MINUTES, hour, at, Math.min(end, hour + Periods.HOUR_MILLIS));
  }

  private static boolean fits(
      long start, long length, long end, Predicate<MinuteInterval> isRolledUp) {
    return start + length <= end && isRolledUp.test(new MinuteInterval(start, start + length));
  }

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
