package org.adclicks.pipeline.source;

/**
 * How far the clicks of a whole topic have come, as one look at the ends of its partitions told.
 *
 * @param clickMillis time of the newest accepted click found
 * @param seenMillis when the look had ended: all that was found had arrived by then
 */
record NewestClick(long clickMillis, long seenMillis) {}
