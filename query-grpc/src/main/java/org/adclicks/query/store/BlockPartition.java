package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.DamagedBlockException;
import org.adclicks.proto.store.IndexedClick;

/**
 * A partition of blocks of clicks.
 *
 * @param millis the hour or day of its key
 */
record BlockPartition(String table, ClickSide side, int bucket, long millis) {

  /**
   * Hands over the clicks of one user or ip in a row's block; {@link IllegalStateException}, which
   * says where it is, for one that is not what was written.
   */
  void forEachOf(Row row, byte[] key, Consumer<IndexedClick> clicks) {
    try {
      ClickBlock.forEachOf(blob(row, "part"), blob(row, "block"), key, clicks);
    } catch (DamagedBlockException e) {
      throw new IllegalStateException(
          "in %s, side '%s', bucket %d, of %s: %s"
              .formatted(
                  table, side.cqlName(), bucket, Instant.ofEpochMilli(millis), e.getMessage()),
          e);
    }
  }

  private static ByteBuffer blob(Row row, String column) {
    return Objects.requireNonNull(row.getByteBuffer(column));
  }
}
