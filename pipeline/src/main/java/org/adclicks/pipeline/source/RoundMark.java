package org.adclicks.pipeline.source;

/**
 * A reader's round that has not ended.
 *
 * @param round its number
 * @param lines handed over in it so far
 * @param isFirst whether there was none before it
 * @param unknownMillis of what had arrived before, some may be in no round; 0 if none
 */
record RoundMark(long round, long lines, boolean isFirst, long unknownMillis) {}
