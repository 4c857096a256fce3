package org.adclicks.pipeline.kafka;

/**
 * The end of a partition.
 *
 * @param askedMillis when it was asked for: what had arrived by then is before the end
 * @param endOffset of what has been written, transaction markers included, and what nobody can read
 *     before a transaction has ended
 */
public record EndLook(long askedMillis, long endOffset) {}
