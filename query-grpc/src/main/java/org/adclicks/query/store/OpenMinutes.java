package org.adclicks.query.store;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.query.question.MinuteInterval;

/**
 * What is counted of minutes that are still open, as the store told it at one moment: every click
 * the queue had taken by {@link #countedThroughMillis}, of all minutes from {@link #fromMillis} on.
 *
 * <p>Units: milliseconds since 1970. Errors: {@link IllegalArgumentException} for two rows of one
 * minute and shard.
 */
public final class OpenMinutes {

  private final long countedThroughMillis;
  private final OpenBlocks blocks;
  private final NavigableMap<Long, NavigableMap<Integer, OpenBlocks.Block>> byMinute =
      new TreeMap<>();

  OpenMinutes(long countedThroughMillis, OpenBlocks blocks) {
    if (blocks.shards() < 1) {
      throw new IllegalArgumentException("open blocks of " + blocks.shards() + " shards");
    }
    this.countedThroughMillis = countedThroughMillis;
    this.blocks = blocks;
    for (OpenBlocks.Block block : blocks.blocks()) {
      OpenBlocks.Block other =
          byMinute
              .computeIfAbsent(block.minuteMillis(), any -> new TreeMap<>())
              .put(block.shard(), block);
      if (other != null) {
        throw new IllegalArgumentException("two open blocks of one minute and shard: " + block);
      }
    }
  }

  public long countedThroughMillis() {
    return countedThroughMillis;
  }

  /** Of minutes before it nothing is said. */
  public long fromMillis() {
    return blocks.openFromMillis();
  }

  /** How many rows of an interval there are. */
  public int rows(MinuteInterval interval) {
    return blocks(interval).size();
  }

  /** The rows of all ads. */
  List<OpenBlocks.Block> blocks(MinuteInterval interval) {
    List<OpenBlocks.Block> all = new ArrayList<>();
    within(interval).values().forEach(ofMinute -> all.addAll(ofMinute.values()));
    return all;
  }

  /** The rows that one ad's cells are in, if it has any. */
  List<OpenBlocks.Block> blocks(MinuteInterval interval, String adId) {
    int shard = blocks.shardOf(adId);
    List<OpenBlocks.Block> ofAd = new ArrayList<>();
    for (NavigableMap<Integer, OpenBlocks.Block> ofMinute : within(interval).values()) {
      OpenBlocks.Block block = ofMinute.get(shard);
      if (block != null) {
        ofAd.add(block);
      }
    }
    return ofAd;
  }

  private NavigableMap<Long, NavigableMap<Integer, OpenBlocks.Block>> within(
      MinuteInterval interval) {
    return byMinute.subMap(interval.fromMillis(), true, interval.toMillis(), false);
  }
}
