package org.adclicks.pipeline.open;

import java.util.List;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.StoreRow;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.open.OpenShard;

/** The row of a minute that is still open and a shard of ads: of two the later one stays. */
final class OpenRows {

  private OpenRows() {}

  static PartitionBatch of(OpenShard shard) {
    OpenBlocks.Block block = shard.block();
    StoreRow row =
        StoreRow.of(
            Versions.of(block.minuteMillis(), 0, block.version()),
            block.minuteMillis(),
            block.shard(),
            block.writer(),
            block.version(),
            shard.cells().bytes());
    return new PartitionBatch(StoreTable.OPEN_CELLS, List.of(row));
  }
}
