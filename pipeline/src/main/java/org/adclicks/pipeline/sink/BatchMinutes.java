package org.adclicks.pipeline.sink;

import java.util.List;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes the rows that say what is known of each minute.
 *
 * <p>Shape: {@code PCollection<MinuteStatus>} -> {@code PCollection<PartitionBatch>}, one row each.
 * A row's version grows with its state, and among equal states with its counts. Its counts are one
 * value: two attempts that share a version leave the row of one of them, never a mixture. Source:
 * docs/decisions/0019.
 */
public final class BatchMinutes
    extends PTransform<PCollection<MinuteStatus>, PCollection<PartitionBatch>> {

  private BatchMinutes() {}

  public static BatchMinutes create() {
    return new BatchMinutes();
  }

  /**
   * The version of a minute's row. Of two the one with the later state stays, then the one with
   * more in it: all that was counted, added up, the clicks twice. For what one attempt counted and
   * another found doubled or too late, the cells have, since there the greater total stays.
   */
  public static long version(long minuteMillis, int state, MinuteCounts counts) {
    return Versions.ofMinute(minuteMillis, 0, state, counts.sum() + counts.clicks());
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<MinuteStatus> minutes) {
    return minutes.apply("Batch", ParDo.of(new BatchFn())).setCoder(PartitionBatchCoder.of());
  }

  private static final class BatchFn extends DoFn<MinuteStatus, PartitionBatch> {
    @ProcessElement
    public void batch(@Element MinuteStatus status, OutputReceiver<PartitionBatch> output) {
      MinuteCounts counts = status.counts();
      long minute = status.minuteMillis();
      int state = status.state().getNumber();
      StoreRow row =
          StoreRow.of(
              version(minute, state, counts),
              Periods.dayOf(minute),
              minute,
              state,
              List.of(
                  counts.clicks(),
                  counts.ads(),
                  counts.duplicates(),
                  counts.late(),
                  counts.tooLate(),
                  counts.rejected()));
      output.output(new PartitionBatch(StoreTable.MINUTES, List.of(row)));
    }
  }
}
