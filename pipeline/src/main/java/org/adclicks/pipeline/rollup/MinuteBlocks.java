package org.adclicks.pipeline.rollup;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.sink.StoredPartitions;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.DamagedBlockException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The minutes' blocks of an hour of one side and bucket, as they are stored. One that is not what
 * its name says is left out and told: read again it is the same.
 *
 * <p>Mutable, not thread-safe. Errors: those of {@link StoredPartitions}.
 */
final class MinuteBlocks {

  /** Takes a block; {@link DamagedBlockException} if it cannot. */
  @FunctionalInterface
  interface BlockVisitor {
    void visit(long minuteMillis, ByteBuffer name, ByteBuffer block);
  }

  private static final Logger LOG = LoggerFactory.getLogger(MinuteBlocks.class);

  private final StoredPartitions stored;
  private final ClickSide side;
  private final int bucket;
  private final long hourMillis;
  private boolean isWhole = true;

  MinuteBlocks(StoredPartitions stored, ClickSide side, int bucket, long hourMillis) {
    this.stored = stored;
    this.side = side;
    this.bucket = bucket;
    this.hourMillis = hourMillis;
  }

  /** In order of their minutes. */
  void forEach(BlockVisitor blocks) {
    stored.forEach(
        row ->
            show(
                row.getInstant("minute").toEpochMilli(),
                row.getByteBuffer("part"),
                row.getByteBuffer("block"),
                blocks),
        side.cqlName(),
        bucket,
        hourMillis);
  }

  private void show(long minuteMillis, ByteBuffer name, ByteBuffer block, BlockVisitor blocks) {
    try {
      blocks.visit(minuteMillis, name, block);
    } catch (DamagedBlockException e) {
      isWhole = false;
      LOG.warn(
          "In {}, side '{}', bucket {}, hour {}, minute {}: {}; clicks by user and ip are told as"
              + " kept since the end of that hour",
          StoreTable.CLICKS_BY_MINUTE,
          side.cqlName(),
          bucket,
          Instant.ofEpochMilli(hourMillis),
          Instant.ofEpochMilli(minuteMillis),
          e.getMessage());
    }
  }

  /** Whether every block so far was what its name says. */
  boolean isWhole() {
    return isWhole;
  }
}
