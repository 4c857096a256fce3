package org.adclicks.pipeline.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import org.adclicks.pipeline.boards.MarkResent;
import org.adclicks.transforms.arrivals.CountedThroughCoder;
import org.adclicks.transforms.cells.CellTotalsCoder;
import org.adclicks.transforms.index.MinuteBlockCoder;
import org.adclicks.transforms.open.OpenShardCoder;
import org.adclicks.v1.CellTotals;
import org.adclicks.v1.ClickBlock;
import org.adclicks.v1.Completeness;
import org.adclicks.v1.Leaderboard;
import org.adclicks.v1.OpenMinute;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Makes aggregates of the queue's records, with their stamps.
 *
 * <p>Errors: the job fails for a record that it does not understand; what is left out could be
 * missing in what is called complete. Source: docs/decisions/0051.
 */
public final class DecodeAggregates {

  private DecodeAggregates() {}

  /** Shape: {@code PCollection<QueuedRecord>} -> {@link QueuedAggregates}. */
  public static QueuedAggregates of(PCollection<QueuedRecord> records) {
    PCollectionTuple decoded =
        records.apply(
            "Decode",
            ParDo.of(new DecodeFn())
                .withOutputTags(
                    QueuedAggregates.CELLS,
                    TupleTagList.of(QueuedAggregates.LATE_CELLS)
                        .and(QueuedAggregates.LEADERBOARDS)
                        .and(QueuedAggregates.CLICKS)
                        .and(QueuedAggregates.LATE_CLICKS)
                        .and(QueuedAggregates.OPEN)
                        .and(QueuedAggregates.OPEN_THROUGH)
                        .and(QueuedAggregates.TOLD)));
    decoded.get(QueuedAggregates.CELLS).setCoder(CellTotalsCoder.of());
    decoded.get(QueuedAggregates.LATE_CELLS).setCoder(CellTotalsCoder.of());
    decoded.get(QueuedAggregates.LEADERBOARDS).setCoder(MarkResent.coder());
    decoded.get(QueuedAggregates.CLICKS).setCoder(MinuteBlockCoder.of());
    decoded.get(QueuedAggregates.LATE_CLICKS).setCoder(MinuteBlockCoder.of());
    decoded.get(QueuedAggregates.OPEN).setCoder(OpenShardCoder.of());
    decoded.get(QueuedAggregates.OPEN_THROUGH).setCoder(CountedThroughCoder.of());
    decoded.get(QueuedAggregates.TOLD).setCoder(ByteArrayCoder.of());
    return new QueuedAggregates(decoded);
  }

  private static final class DecodeFn
      extends DoFn<QueuedRecord, org.adclicks.transforms.cells.CellTotals> {

    private static final long serialVersionUID = 1L;

    private static final String CELLS = CellTotals.getDescriptor().getFullName();
    private static final String LEADERBOARD = Leaderboard.getDescriptor().getFullName();
    private static final String BLOCK = ClickBlock.getDescriptor().getFullName();
    private static final String OPEN = OpenMinute.getDescriptor().getFullName();
    private static final String COMPLETENESS = Completeness.getDescriptor().getFullName();

    @ProcessElement
    public void decode(@Element QueuedRecord record, MultiOutputReceiver out) {
      try {
        if (record.type().equals(CELLS)) {
          out.get(record.isCorrection() ? QueuedAggregates.LATE_CELLS : QueuedAggregates.CELLS)
              .output(QueueMessages.cells(record.value(), record.partition()));
        } else if (record.type().equals(LEADERBOARD)) {
          out.get(QueuedAggregates.LEADERBOARDS)
              .output(KV.of(record.isResent(), QueueMessages.leaderboard(record.value())));
        } else if (record.type().equals(BLOCK)) {
          out.get(record.isCorrection() ? QueuedAggregates.LATE_CLICKS : QueuedAggregates.CLICKS)
              .output(QueueMessages.block(record.value()));
        } else if (record.type().equals(OPEN)) {
          out.get(QueuedAggregates.OPEN).output(QueueMessages.open(record.value()));
        } else if (record.type().equals(COMPLETENESS)) {
          Completeness told = Completeness.parseFrom(record.value());
          if (told.hasOpen()) {
            out.get(QueuedAggregates.OPEN_THROUGH).output(QueueMessages.through(told.getOpen()));
          }
          out.get(QueuedAggregates.TOLD).output(record.value().toByteArray());
        } else {
          throw new IllegalStateException(
              record + " is of a type this build does not know: a newer one has sent it");
        }
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        throw new IllegalStateException(record + " cannot be read", e);
      }
    }
  }
}
