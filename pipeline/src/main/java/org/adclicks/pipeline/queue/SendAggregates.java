package org.adclicks.pipeline.queue;

import com.google.protobuf.Message;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.publish.Messages;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.minutes.ToldThrough;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Sends aggregates to the queue.
 *
 * <p>Shape: {@code PCollection<T>} -> {@code PCollection<Void>} without elements; its watermark
 * says that the queue has acknowledged all that was earlier. All are absolute: of two records of
 * one row the greater one is right, but for lists marked as resent, which are to be merged with the
 * list there is.
 *
 * <p>Errors: what Kafka does not take within two minutes fails the bundle. Source:
 * docs/decisions/0051.
 */
public final class SendAggregates<T> extends PTransform<PCollection<T>, PCollection<Void>> {

  private static final long serialVersionUID = 1L;

  private final QueueSettings target;
  private final Envelope<T> envelope;

  private SendAggregates(QueueSettings target, Envelope<T> envelope) {
    this.target = target;
    this.envelope = envelope;
  }

  /**
   * Minutes' totals, as {@code adclicks.v1.CellTotals}.
   *
   * @param toldBefore cells of minutes that an attempt before this one has told to be CLOSED are
   *     corrections, too
   */
  public static SendAggregates<CellTotals> cells(QueueSettings target, ToldThrough toldBefore) {
    return new SendAggregates<>(target, new OfCells(toldBefore));
  }

  /**
   * Lists, as {@code adclicks.v1.Leaderboard}; with each whether an attempt before may have sent
   * another.
   */
  public static SendAggregates<KV<Boolean, WindowLeaderboard>> leaderboards(QueueSettings target) {
    return new SendAggregates<>(target, new OfLeaderboards());
  }

  /** Blocks of the click index, as {@code adclicks.v1.ClickBlock}. */
  public static SendAggregates<MinuteBlock> clicks(QueueSettings target) {
    return new SendAggregates<>(target, new OfBlocks());
  }

  @Override
  public PCollection<Void> expand(PCollection<T> elements) {
    return elements
        .apply("Send", ParDo.of(new SendFn<>(target, envelope)))
        .setCoder(VoidCoder.of());
  }

  private static boolean isAfterMinute(long stampMillis, long minuteMillis) {
    return stampMillis >= minuteMillis + Periods.MINUTE_MILLIS;
  }

  private static final class OfCells implements Envelope<CellTotals> {

    private static final long serialVersionUID = 1L;

    private final ToldThrough toldBefore;

    OfCells(ToldThrough toldBefore) {
      this.toldBefore = toldBefore;
    }

    @Override
    public String keyOf(CellTotals totals) {
      return totals.startMillis() + "-" + totals.shard();
    }

    @Override
    public Message messageOf(CellTotals totals) {
      return Messages.of(totals);
    }

    @Override
    public boolean isCorrection(CellTotals totals, long stampMillis) {
      return isAfterMinute(stampMillis, totals.startMillis()) || toldBefore.repeats(stampMillis);
    }
  }

  private static final class OfLeaderboards implements Envelope<KV<Boolean, WindowLeaderboard>> {

    private static final long serialVersionUID = 1L;

    @Override
    public String keyOf(KV<Boolean, WindowLeaderboard> element) {
      Leaderboard board = element.getValue().board();
      return "%s-%d-%d-%d"
          .formatted(
              board.scope().key(),
              board.windowStartMillis(),
              board.windowEndMillis(),
              element.getValue().window().periodMillis());
    }

    @Override
    public Message messageOf(KV<Boolean, WindowLeaderboard> element) {
      return QueueMessages.of(element.getValue());
    }

    @Override
    public boolean isResent(KV<Boolean, WindowLeaderboard> element) {
      return element.getKey();
    }
  }

  private static final class OfBlocks implements Envelope<MinuteBlock> {

    private static final long serialVersionUID = 1L;

    @Override
    public String keyOf(MinuteBlock block) {
      return block.side().cqlName() + "-" + block.bucket() + "-" + block.minuteMillis();
    }

    @Override
    public Message messageOf(MinuteBlock block) {
      return QueueMessages.of(block);
    }

    @Override
    public boolean isCorrection(MinuteBlock block, long stampMillis) {
      return block.bucket() < 0 || isAfterMinute(stampMillis, block.minuteMillis());
    }
  }
}
