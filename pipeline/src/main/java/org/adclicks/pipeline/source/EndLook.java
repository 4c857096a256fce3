package org.adclicks.pipeline.source;

/**
 * The end of a partition.
 *
 * @param askedMillis when it was asked for: what had arrived by then is before the end
 * @param endOffset of what can be read, transaction markers included
 */
record EndLook(long askedMillis, long endOffset) {}
