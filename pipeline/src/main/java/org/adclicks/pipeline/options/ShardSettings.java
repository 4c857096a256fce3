package org.adclicks.pipeline.options;

/**
 * Over how many keys a minute's work is spread.
 *
 * @param identities of deduplication
 * @param ads of counting and ranking; a divisor of the store's buckets
 */
public record ShardSettings(int identities, int ads) {}
