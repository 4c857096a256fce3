package org.adclicks.pipeline.source;

/**
 * A reader's round that has not ended.
 *
 * @param round its number
 * @param lines handed over in it so far
 * @param isFirst whether there was none before it
 * @param startedMillis where it is the first: when counting began; 0 if nothing was read before
 */
record RoundMark(long round, long lines, boolean isFirst, long startedMillis) {}
