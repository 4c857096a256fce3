package org.adclicks.pipeline.options;

/**
 * Over how many keys a minute's work is spread, and how each keeps its state.
 *
 * @param identities of deduplication
 * @param ads of counting and ranking; a divisor of the store's buckets
 * @param stateParts of what deduplication and counting keep for a key; a power of two
 */
public record ShardSettings(int identities, int ads, int stateParts) {}
