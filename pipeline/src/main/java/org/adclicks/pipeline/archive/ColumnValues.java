package org.adclicks.pipeline.archive;

import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** A column's values one after another. */
final class ColumnValues {

  private ColumnValues() {}

  static ColumnReader reader(ColumnReadStoreImpl store, String column) {
    return store.getColumnReader(ArchiveSchema.descriptor(column));
  }

  /** The next value of a column that may have none. */
  static @Nullable Binary optional(ColumnReader column) {
    if (column.getCurrentDefinitionLevel() > 0) {
      return bytes(column);
    }
    column.consume();
    return null;
  }

  static Binary bytes(ColumnReader column) {
    Binary value = column.getBinary();
    column.consume();
    return value;
  }

  static long number(ColumnReader column) {
    long value = column.getLong();
    column.consume();
    return value;
  }
}
