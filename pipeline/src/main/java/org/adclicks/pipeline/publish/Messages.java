package org.adclicks.pipeline.publish;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.adclicks.click.Dimension;
import org.adclicks.click.Origin;
import org.adclicks.click.Scope;
import org.adclicks.click.line.ClickParser;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.RejectedLine;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankedAd;
import org.adclicks.v1.RejectedClick;

/**
 * The pipeline's values as messages of {@code adclicks.v1}, for stores, queues and whoever reads
 * them.
 */
public final class Messages {

  private static final long NOT_KNOWN = 0;

  private Messages() {}

  public static org.adclicks.v1.Leaderboard of(Leaderboard board) {
    org.adclicks.v1.Leaderboard.Builder message =
        org.adclicks.v1.Leaderboard.newBuilder()
            .setScope(board.scope().key())
            .setWindowStartMillis(board.windowStartMillis())
            .setWindowEndMillis(board.windowEndMillis())
            .setCapacity(board.capacity())
            .setTotalClicks(board.totalClicks());
    for (RankedAd ad : board.ads()) {
      message.addAdsBuilder().setAdId(ad.adId()).setClicks(ad.clicks());
    }
    return message.build();
  }

  /** A list of that scope as it was when {@link #of(Leaderboard)} made a message of it. */
  public static Leaderboard read(Scope scope, org.adclicks.v1.Leaderboard message) {
    return new Leaderboard(
        scope,
        message.getWindowStartMillis(),
        message.getWindowEndMillis(),
        message.getCapacity(),
        message.getTotalClicks(),
        message.getAdsList().stream()
            .map(ad -> new RankedAd(ad.getAdId(), ad.getClicks()))
            .toList());
  }

  public static org.adclicks.v1.CellTotals of(CellTotals totals) {
    org.adclicks.v1.CellTotals.Builder message =
        org.adclicks.v1.CellTotals.newBuilder().setMinuteMillis(totals.startMillis());
    for (CellTotal cell : totals.cells()) {
      org.adclicks.v1.CellTotal.Builder of =
          message.addCellsBuilder().setAdId(cell.adId()).setClicks(cell.clicks());
      Dimension.ALL.forEach(each -> set(of, each, cell.scope().requireValue(each)));
    }
    return message.build();
  }

  /**
   * Totals as they were when {@link #of(CellTotals)} made a message of them, but for what was added
   * last.
   *
   * @param shard of the cells, which the message does not say
   */
  public static CellTotals read(org.adclicks.v1.CellTotals message, int shard) {
    return new CellTotals(
        message.getMinuteMillis(),
        shard,
        message.getCellsList().stream()
            .map(cell -> new CellTotal(cell.getAdId(), scopeOf(cell), cell.getClicks(), NOT_KNOWN))
            .toList());
  }

  private static Scope scopeOf(org.adclicks.v1.CellTotal cell) {
    return Scope.narrowest(
        Dimension.ALL.stream().map(each -> get(cell, each)).toArray(String[]::new));
  }

  private static String get(org.adclicks.v1.CellTotal cell, Dimension dimension) {
    return switch (dimension) {
      case COUNTRY -> cell.getCountry();
    };
  }

  private static org.adclicks.v1.CellTotal.Builder set(
      org.adclicks.v1.CellTotal.Builder cell, Dimension dimension, String value) {
    return switch (dimension) {
      case COUNTRY -> cell.setCountry(value);
    };
  }

  /** With at most the first 64 KiB of the line. */
  public static RejectedClick of(RejectedLine rejected) {
    LogLine line = rejected.line();
    Origin origin = line.origin();
    byte[] bytes = line.line().bytes();
    ByteString raw =
        UnsafeByteOperations.unsafeWrap(
            bytes, 0, Math.min(bytes.length, ClickParser.MAX_LINE_BYTES));
    RejectedClick.Builder message =
        RejectedClick.newBuilder()
            .setReason(rejected.rejection().reason())
            .setDetail(rejected.rejection().detail())
            .setRaw(raw)
            .setRawLength(line.line().length())
            .setArrivalMillis(line.arrivalMillis());
    message
        .getOriginBuilder()
        .setTopic(origin.topic())
        .setPartition(origin.partition())
        .setOffset(origin.offset());
    return message.build();
  }
}
