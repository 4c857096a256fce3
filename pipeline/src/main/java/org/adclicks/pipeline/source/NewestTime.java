package org.adclicks.pipeline.source;

/**
 * How far a whole topic has come, as one look at the ends of its partitions told.
 *
 * @param timeMillis the newest that a click, less the delay, or a heartbeat found there brings
 * @param seenMillis when the look had ended: all that was found had arrived by then
 */
record NewestTime(long timeMillis, long seenMillis) {}
