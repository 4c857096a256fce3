package org.adclicks.pipeline.sink;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.adclicks.click.Dimension;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes rows of cells, hours or days, batched by partition.
 *
 * <p>Shape: {@code PCollection<CellTotals>} -> {@code PCollection<PartitionBatch>}. An element's
 * ads are of one bucket or few, so that it fills few partitions.
 */
public final class BatchCells
    extends PTransform<PCollection<CellTotals>, PCollection<PartitionBatch>> {

  private final StoreTable table;

  private BatchCells(StoreTable table) {
    this.table = table;
  }

  /** For totals of minutes. */
  public static BatchCells perMinute() {
    return new BatchCells(StoreTable.CELLS);
  }

  /** For totals of hours. */
  public static BatchCells perHour() {
    return new BatchCells(StoreTable.CELLS_BY_HOUR);
  }

  /** For totals of days. */
  public static BatchCells perDay() {
    return new BatchCells(StoreTable.CELLS_BY_DAY);
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<CellTotals> totals) {
    return totals.apply("Batch", ParDo.of(new BatchFn(table))).setCoder(PartitionBatchCoder.of());
  }

  private static final class BatchFn extends DoFn<CellTotals, PartitionBatch> {
    private final StoreTable table;

    BatchFn(StoreTable table) {
      this.table = table;
    }

    @ProcessElement
    public void batch(@Element CellTotals totals, OutputReceiver<PartitionBatch> output) {
      RowBatches batches = new RowBatches(output::output);
      long start = totals.startMillis();
      long partitionStart = partitionPeriod(table).applyAsLong(start);
      for (CellTotal cell : inOrder(totals.cells())) {
        batches.add(table, row(cell, start, partitionStart));
      }
      batches.flush();
    }

    /** In that of a partition's rows: what comes so the store need not sort. */
    private static List<CellTotal> inOrder(List<CellTotal> cells) {
      List<CellTotal> ordered = new ArrayList<>(cells);
      ordered.sort(Comparator.comparing(CellTotal::adId));
      return ordered;
    }

    private static StoreRow row(CellTotal cell, long start, long partitionStart) {
      ImmutableList.Builder<Object> values =
          ImmutableList.builder().add(Buckets.of(cell.adId()), partitionStart, cell.adId(), start);
      for (Dimension dimension : Dimension.ALL) {
        values.add(cell.scope().requireValue(dimension));
      }
      return new StoreRow(Versions.of(start, 0, cell.clicks()), values.add(cell.clicks()).build());
    }

    private static LongUnaryOperator partitionPeriod(StoreTable table) {
      return switch (table) {
        case CELLS -> Periods::hourOf;
        case CELLS_BY_HOUR -> Periods::dayOf;
        case CELLS_BY_DAY -> Periods::monthOf;
        default -> throw new IllegalStateException(table + " holds no cells");
      };
    }
  }
}
