package org.adclicks.transforms.open;

import java.util.Map;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.OpenCells;

/**
 * All that has arrived of a minute and shard of ads so far.
 *
 * @param block which row it is
 * @param cells all of it
 * @param lots the clicks that are in it and were not in the one before, by lot
 */
public record OpenShard(OpenBlocks.Block block, OpenCells cells, Map<Long, Long> lots) {}
