package org.adclicks.pipeline.sink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of one table and partition that differ in {@link StoreTable#manyOf one column} alone, and so
 * are written by one statement: of a minute's cells, the ads with as many clicks of one country.
 *
 * <p>A row by itself costs the store as much to read off the wire as to keep (docs/decisions/0053).
 */
final class AlikeRows {

  private record Likeness(long version, List<Object> values) {}

  private final long version;
  private final List<Object> values;
  private final List<ByteBuffer> differing = new ArrayList<>();

  private AlikeRows(long version, List<Object> values) {
    this.version = version;
    this.values = values;
  }

  /** All rows of the batch, in the order in which the first of each came. */
  static Collection<AlikeRows> of(PartitionBatch batch) {
    int many = batch.table().manyOf();
    ColumnType type = batch.table().columns().get(many).type();
    Map<Likeness, AlikeRows> alike = new LinkedHashMap<>();
    for (StoreRow row : batch.rows()) {
      List<Object> values = new ArrayList<>(row.values());
      Object differing = values.set(many, ColumnType.NOTHING);
      alike
          .computeIfAbsent(
              new Likeness(row.version(), values), key -> new AlikeRows(row.version(), values))
          .differing
          .add(type.toBytes(differing));
    }
    return alike.values();
  }

  long version() {
    return version;
  }

  /** What all have in common, in the order of the table's columns. */
  List<Object> values() {
    return values;
  }

  /** The values that differ, as the store's protocol has a list of them. */
  ByteBuffer differing() {
    int size = Integer.BYTES;
    for (ByteBuffer value : differing) {
      size += Integer.BYTES + value.remaining();
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).putInt(differing.size());
    for (ByteBuffer value : differing) {
      bytes.putInt(value.remaining()).put(value.duplicate());
    }
    return bytes.flip();
  }
}
