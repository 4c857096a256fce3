package org.adclicks.pipeline.sink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Gathers rows by partition and hands over full batches, and the rest on {@link #flush}. */
final class RowBatches {

  private record Partition(StoreTable table, List<Object> values) {}

  private final Map<Partition, List<StoreRow>> open = new LinkedHashMap<>();
  private final Consumer<PartitionBatch> output;

  RowBatches(Consumer<PartitionBatch> output) {
    this.output = output;
  }

  void add(StoreTable table, StoreRow row) {
    Partition partition = new Partition(table, table.partitionOf(row));
    List<StoreRow> rows = open.computeIfAbsent(partition, p -> new ArrayList<>());
    rows.add(row);
    if (rows.size() == table.maxBatchRows()) {
      output.accept(new PartitionBatch(table, rows));
      rows.clear();
    }
  }

  void flush() {
    open.forEach(
        (partition, rows) -> {
          if (!rows.isEmpty()) {
            output.accept(new PartitionBatch(partition.table(), rows));
          }
        });
    open.clear();
  }
}
