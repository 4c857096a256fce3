package org.adclicks.pipeline.options;

import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.ClickBuckets;

/**
 * Over how many keys a minute's work is spread, and how each keeps its state.
 *
 * @param identities of deduplication
 * @param ads of counting and ranking; a power of two
 * @param clicks the buckets of the click index
 * @param stateParts of what deduplication and counting keep for a key; a power of two
 */
public record ShardSettings(int identities, int ads, ClickBuckets clicks, int stateParts) {

  /**
   * Over how many keys each side of the click index is spread. No more than roll-ups: hours are
   * rewritten key by key, one after another.
   */
  public int clicksPerSide() {
    return Math.min(ads, Buckets.COUNT);
  }
}
