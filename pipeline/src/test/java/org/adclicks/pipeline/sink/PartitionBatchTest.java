package org.adclicks.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class PartitionBatchTest {

  @Test
  void everyTablesRowsAreCodedAsTheyAre() throws Exception {
    for (StoreTable table : StoreTable.values()) {
      List<Object> values = new ArrayList<>();
      for (Column column : table.columns()) {
        values.add(
            switch (column.type()) {
              case INT -> 63;
              case BIGINT -> 1L << 40;
              case BIGINT_TUPLE -> List.of(0L, -1L, 1L << 40);
              case TIMESTAMP -> -1L;
              case TIMES_BY_NAME -> new TreeMap<>(Map.of("b", 1L, "a", -1L));
              case TEXT -> "añ😀";
              case BLOB -> ByteString.copyFrom(new byte[] {0, -1, 7});
            });
      }
      for (int i = 0; i < values.size(); i++) {
        ColumnType type = table.columns().get(i).type();
        assertThat(type.fromBytes(type.toBytes(values.get(i)))).isEqualTo(values.get(i));
      }
      StoreRow row = new StoreRow(Long.MAX_VALUE, values);
      PartitionBatch batch = new PartitionBatch(table, List.of(row, row));
      CoderProperties.coderDecodeEncodeEqual(PartitionBatchCoder.of(), batch);
      CoderProperties.coderDeterministic(PartitionBatchCoder.of(), batch, batch);
    }
    CoderProperties.coderSerializable(PartitionBatchCoder.of());
  }

  @Test
  void refusesRowsOfTwoPartitions() {
    StoreRow one = StoreRow.of(1, 1, 0L, "ad", 0L, "US", 1L);
    StoreRow other = StoreRow.of(1, 2, 0L, "ad", 0L, "US", 1L);

    assertThatThrownBy(() -> new PartitionBatch(StoreTable.CELLS, List.of(one, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than one partition");
  }

  @Test
  void gathersRowsByPartitionAndHandsOverFullBatches() {
    List<PartitionBatch> out = new ArrayList<>();
    RowBatches batches = new RowBatches(out::add);
    for (long i = 0; i < 150; i++) {
      batches.add(StoreTable.MINUTES, StoreRow.of(1, 1L, i, 2, List.of()));
      batches.add(StoreTable.MINUTES, StoreRow.of(1, 2L, i, 2, List.of()));
    }
    assertThat(out).hasSize(2);
    batches.flush();

    assertThat(out).extracting(batch -> batch.rows().size()).containsExactly(100, 100, 50, 50);
  }

  /** Cells are small, and many are written by a statement. */
  @Test
  void batchesOfCellsAreLarger() {
    List<PartitionBatch> out = new ArrayList<>();
    RowBatches batches = new RowBatches(out::add);
    for (int i = 0; i < 1_001; i++) {
      batches.add(StoreTable.CELLS, StoreRow.of(1, 1, 0L, "ad" + i, 0L, "US", 1L));
    }
    batches.flush();

    assertThat(out).extracting(batch -> batch.rows().size()).containsExactly(1_000, 1);
  }
}
