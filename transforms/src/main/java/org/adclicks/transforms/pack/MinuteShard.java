package org.adclicks.transforms.pack;

/**
 * The key of a minute's state: one of the shards the minute's clicks are spread over.
 *
 * @param minuteMillis the first millisecond of the minute (or other period)
 * @param shard from 0, below how many there are
 */
public record MinuteShard(long minuteMillis, int shard) {}
