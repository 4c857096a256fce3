package org.adclicks.pipeline.sink;

import java.util.List;
import org.adclicks.transforms.cells.CellTotals;

/**
 * Rows of one partition of one table, written by one statement. The store takes such batches five
 * times as fast as single rows.
 *
 * <p>Errors: {@link IllegalArgumentException} for rows of more than one partition, or none.
 */
public record PartitionBatch(StoreTable table, List<StoreRow> rows) {

  /**
   * Rows of a full batch: with our rows of some 50 to 200 bytes within the 5 to 50 KB the store
   * likes.
   */
  public static final int MAX_ROWS = 100;

  /**
   * The same of rows of some 50 bytes that are written {@link AlikeRows many by a statement}:
   * cells.
   */
  static final int MAX_ALIKE_ROWS = CellTotals.MOST_CELLS;

  public PartitionBatch {
    rows = List.copyOf(rows);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("a batch without rows");
    }
    List<Object> partition = table.partitionOf(rows.get(0));
    for (StoreRow row : rows) {
      if (!table.partitionOf(row).equals(partition)) {
        throw new IllegalArgumentException(
            "a batch of " + table.cqlName() + " with rows of more than one partition");
      }
    }
  }
}
