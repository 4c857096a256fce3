package org.adclicks.pipeline.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Codes batches column by column as their table says. Deterministic. */
public final class PartitionBatchCoder extends AtomicCoder<PartitionBatch> {

  private static final PartitionBatchCoder INSTANCE = new PartitionBatchCoder();

  private PartitionBatchCoder() {}

  public static PartitionBatchCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(PartitionBatch batch, OutputStream out) throws IOException {
    List<Column> columns = batch.table().columns();
    StringUtf8Coder.of().encode(batch.table().name(), out);
    VarIntCoder.of().encode(batch.rows().size(), out);
    for (StoreRow row : batch.rows()) {
      VarLongCoder.of().encode(row.version(), out);
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).type().encode(row.values().get(i), out);
      }
    }
  }

  @Override
  public PartitionBatch decode(InputStream in) throws IOException {
    StoreTable table = StoreTable.valueOf(StringUtf8Coder.of().decode(in));
    int count = VarIntCoder.of().decode(in);
    List<StoreRow> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long version = VarLongCoder.of().decode(in);
      List<Object> values = new ArrayList<>(table.columns().size());
      for (Column column : table.columns()) {
        values.add(column.type().decode(in));
      }
      rows.add(new StoreRow(version, List.copyOf(values)));
    }
    return new PartitionBatch(table, rows);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
