package org.adclicks.transforms.arrivals;

import org.adclicks.proto.store.OpenBlocks;

/**
 * How far all that has arrived is counted.
 *
 * @param throughMillis every click the queue had taken by then is counted, by the readers' clocks
 * @param blocks in these rows
 */
public record CountedThrough(long throughMillis, OpenBlocks blocks) {}
