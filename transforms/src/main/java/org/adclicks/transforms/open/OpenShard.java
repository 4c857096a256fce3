package org.adclicks.transforms.open;

import java.util.Map;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.OpenCells;
import org.adclicks.transforms.arrivals.ArrivalNews;

/**
 * All that has arrived of a minute and shard of ads so far.
 *
 * @param block which row it is
 * @param cells all of it
 * @param lots the clicks that are in it and were not in the one before, by lot
 */
public record OpenShard(OpenBlocks.Block block, OpenCells cells, Map<Long, Long> lots) {

  /** How many bytes it takes as it is stored, the block's few apart. */
  public int size() {
    return cells.bytes().size();
  }

  /** That it is stored. */
  public ArrivalNews stored() {
    return ArrivalNews.ofStored(lots, block);
  }

  /** That it is too large to be stored. */
  public ArrivalNews leftOut() {
    return ArrivalNews.ofTooLarge(lots, block.minuteMillis());
  }
}
