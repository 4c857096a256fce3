package org.adclicks.transforms.minutes;

/**
 * How far the store is complete.
 *
 * @param asOfMillis every row of an earlier click has landed
 * @param finalThroughMillis likewise, and the allowed lateness is over
 */
public record Progress(long asOfMillis, long finalThroughMillis) {}
