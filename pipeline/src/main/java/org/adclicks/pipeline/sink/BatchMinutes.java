package org.adclicks.pipeline.sink;

import java.util.List;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.MinuteCounts;
import org.adclicks.transforms.MinuteStatus;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes the rows that say what is known of each minute.
 *
 * <p>Shape: {@code PCollection<MinuteStatus>} -> {@code PCollection<PartitionBatch>}, one row each.
 * A row's version grows with its counts, and among equal counts with its state.
 */
public final class BatchMinutes
    extends PTransform<PCollection<MinuteStatus>, PCollection<PartitionBatch>> {

  /** Room for the states' numbers beside the counts. */
  private static final int STATES = 8;

  private BatchMinutes() {}

  public static BatchMinutes create() {
    return new BatchMinutes();
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
              Versions.of(minute, 0, counts.sum() * STATES + state),
              Periods.dayOf(minute),
              minute,
              state,
              counts.clicks(),
              counts.ads(),
              counts.duplicates(),
              counts.late(),
              counts.tooLate(),
              counts.rejected());
      output.output(new PartitionBatch(StoreTable.MINUTES, List.of(row)));
    }
  }
}
