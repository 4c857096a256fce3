package org.adclicks.pipeline.archive;

import java.util.EnumMap;
import java.util.Map;
import org.adclicks.click.Dimension;
import org.adclicks.click.SentTexts;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** The columns of what lines say for the dimensions, row by row. */
final class SentColumns {

  private final Map<Dimension, ColumnReader> columns = new EnumMap<>(Dimension.class);
  private final RecurringText texts = RecurringText.ofFew();

  private SentColumns() {}

  static SentColumns of(ColumnReadStoreImpl store, MessageType schema) {
    SentColumns sent = new SentColumns();
    for (Dimension dimension : Dimension.ALL) {
      String column = ArchiveSchema.sentColumn(dimension);
      if (schema.containsField(column)) {
        sent.columns.put(dimension, ColumnValues.reader(store, column));
      }
    }
    return sent;
  }

  /** What the next row's line says. */
  SentTexts next() {
    SentTexts sent = SentTexts.NONE;
    for (Map.Entry<Dimension, ColumnReader> column : columns.entrySet()) {
      Binary text = ColumnValues.optional(column.getValue());
      sent = sent.with(column.getKey(), text == null ? null : texts.of(text));
    }
    return sent;
  }
}
