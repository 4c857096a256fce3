package org.adclicks.pipeline.options;

import org.adclicks.proto.store.ClickBuckets;

/**
 * Over how many keys a minute's work is spread, and how each keeps its state.
 *
 * @param identities of deduplication
 * @param ads of counting and ranking; a divisor of the store's buckets
 * @param clicks the buckets of the click index
 * @param stateParts of what deduplication and counting keep for a key; a power of two
 */
public record ShardSettings(int identities, int ads, ClickBuckets clicks, int stateParts) {}
