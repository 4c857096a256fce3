package org.adclicks.pipeline.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * A partition of a table.
 *
 * @param values of the columns that name it, each of its column's Java type
 */
public record StorePartition(StoreTable table, List<Object> values) {

  public StorePartition {
    values = List.copyOf(values);
  }

  /** That of a batch. */
  public static StorePartition of(PartitionBatch batch) {
    return new StorePartition(batch.table(), batch.table().partitionOf(batch.rows().get(0)));
  }

  /** The period that is part of its name. */
  public long periodMillis() {
    return (Long) values.get(table.periodColumn());
  }

  /** Codes it value by value. Deterministic. */
  public static final class PartitionCoder extends AtomicCoder<StorePartition> {

    private static final long serialVersionUID = 1L;
    private static final PartitionCoder INSTANCE = new PartitionCoder();

    private PartitionCoder() {}

    public static PartitionCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(StorePartition partition, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(partition.table.name(), out);
      for (int i = 0; i < partition.values.size(); i++) {
        partition.table.columns().get(i).type().encode(partition.values.get(i), out);
      }
    }

    @Override
    public StorePartition decode(InputStream in) throws IOException {
      StoreTable table = StoreTable.valueOf(StringUtf8Coder.of().decode(in));
      List<Object> values = new ArrayList<>();
      for (int i = 0; i <= table.periodColumn(); i++) {
        values.add(table.columns().get(i).type().decode(in));
      }
      return new StorePartition(table, values);
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
