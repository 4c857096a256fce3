package org.adclicks.pipeline.restate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.StorePartition;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.sink.StoredPartitions;
import org.adclicks.pipeline.store.OpenedOnce;

/** Reads partitions of any table, all columns of their rows. */
final class StoredRows implements OpenedOnce.Closing {

  private static final int PAGE_ROWS = 1_000;

  private final StoreSettings store;
  private final Map<StoreTable, StoredPartitions> tables = new EnumMap<>(StoreTable.class);

  StoredRows(StoreSettings store) {
    this.store = store;
  }

  /** Visits the values of each row. */
  void forEach(StorePartition partition, Consumer<List<Object>> rows) {
    StoreTable table = partition.table();
    of(table).forEach(row -> rows.accept(table.valuesOf(row)), partition.values().toArray());
  }

  /** Visits the values of each row of this time, and maybe of others. */
  void forEachOf(
      StorePartition partition, long fromMillis, long toMillis, Consumer<List<Object>> rows) {
    StoreTable table = partition.table();
    of(table)
        .forEachOf(
            fromMillis,
            toMillis,
            row -> rows.accept(table.valuesOf(row)),
            partition.values().toArray());
  }

  private StoredPartitions of(StoreTable table) {
    return tables.computeIfAbsent(
        table, each -> StoredPartitions.connect(store, each, PAGE_ROWS, each.columnNames()));
  }

  @Override
  public void close() {
    tables.values().forEach(StoredPartitions::close);
    tables.clear();
  }
}
