package org.adclicks.pipeline.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.click.Dimension;
import org.adclicks.click.Scope;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the dimensions' values, row by row. In a file that is older than a dimension its
 * value is not known.
 */
final class DimensionColumns {

  private final List<@Nullable ColumnReader> columns = new ArrayList<>();
  private final List<RecurringText> texts = new ArrayList<>();

  private DimensionColumns() {}

  static DimensionColumns of(ColumnReadStoreImpl store, MessageType schema) {
    DimensionColumns dimensions = new DimensionColumns();
    for (Dimension dimension : Dimension.ALL) {
      String column = ArchiveSchema.column(dimension.field());
      dimensions.columns.add(
          schema.containsField(column) ? ColumnValues.reader(store, column) : null);
      dimensions.texts.add(RecurringText.ofFew());
    }
    return dimensions;
  }

  /** The scope of the next row's click. */
  Scope next() {
    String[] values = new String[columns.size()];
    for (Dimension dimension : Dimension.ALL) {
      ColumnReader column = columns.get(dimension.place());
      values[dimension.place()] =
          column == null
              ? dimension.unknown()
              : texts.get(dimension.place()).of(ColumnValues.bytes(column));
    }
    return Scope.narrowest(values);
  }

  /** Its key in UTF-8: where there is one dimension, the column's bytes as they are. */
  byte[] nextKeyUtf8() {
    ColumnReader only = columns.size() == 1 ? columns.get(0) : null;
    return only == null
        ? next().key().getBytes(StandardCharsets.UTF_8)
        : ColumnValues.bytes(only).getBytesUnsafe();
  }
}
