package org.adclicks.transforms.arrivals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.adclicks.click.line.RoundEnd;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.Periods;

/**
 * What became of some of that which has arrived. Any order of such news gives the same {@link
 * ArrivalLedger}; none may come twice.
 *
 * <p>A line is of a reader's round. One that is no click is passed over; the clicks of a bundle are
 * a lot, which says how many are of which round; each of them is done, be it counted and stored or
 * dropped, and for these it is enough to say how many of which lot.
 *
 * @param end of a round
 * @param passed round -> lines that are no clicks
 * @param lots lot -> round -> its clicks
 * @param done lot -> clicks that wait for nothing any more
 * @param blocks rows in which done clicks are counted
 * @param saidFromMillis of minutes before nothing is to be said; 0 for none
 */
public record ArrivalNews(
    Optional<RoundEnd> end,
    Map<Long, Long> passed,
    Map<Long, Map<Long, Long>> lots,
    Map<Long, Long> done,
    List<OpenBlocks.Block> blocks,
    long saidFromMillis) {

  private static final ArrivalNews NONE =
      new ArrivalNews(Optional.empty(), Map.of(), Map.of(), Map.of(), List.of(), 0);

  public ArrivalNews {
    passed = Map.copyOf(passed);
    lots = Map.copyOf(lots);
    done = Map.copyOf(done);
    blocks = List.copyOf(blocks);
  }

  /** A reader's round has ended. */
  public static ArrivalNews ofEnd(RoundEnd end) {
    return new ArrivalNews(Optional.of(end), NONE.passed, NONE.lots, NONE.done, NONE.blocks, 0);
  }

  /** So many lines of these rounds are no clicks. */
  public static ArrivalNews ofPassed(Map<Long, Long> linesByRound) {
    return new ArrivalNews(NONE.end, linesByRound, NONE.lots, NONE.done, NONE.blocks, 0);
  }

  /** A lot, and how many of its clicks are of which round. */
  public static ArrivalNews ofLot(long lot, Map<Long, Long> clicksByRound) {
    return new ArrivalNews(
        NONE.end, NONE.passed, Map.of(lot, Map.copyOf(clicksByRound)), NONE.done, NONE.blocks, 0);
  }

  /** So many clicks of these lots go no further. */
  public static ArrivalNews ofDone(Map<Long, Long> clicksByLot) {
    return new ArrivalNews(NONE.end, NONE.passed, NONE.lots, clicksByLot, NONE.blocks, 0);
  }

  /** So many clicks of these lots are counted in a row that is stored. */
  public static ArrivalNews ofStored(Map<Long, Long> clicksByLot, OpenBlocks.Block block) {
    return new ArrivalNews(NONE.end, NONE.passed, NONE.lots, clicksByLot, List.of(block), 0);
  }

  /**
   * So many clicks of these lots are in no row, since it would be too large: nothing is to be said
   * of that minute, nor of any before.
   */
  public static ArrivalNews ofTooLarge(Map<Long, Long> clicksByLot, long minuteMillis) {
    return new ArrivalNews(
        NONE.end,
        NONE.passed,
        NONE.lots,
        clicksByLot,
        NONE.blocks,
        minuteMillis + Periods.MINUTE_MILLIS);
  }
}
