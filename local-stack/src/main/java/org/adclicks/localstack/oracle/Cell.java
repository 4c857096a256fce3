package org.adclicks.localstack.oracle;

/**
 * Clicks of one ad and scope in one minute.
 *
 * @param minuteMillis first millisecond of the minute, UTC
 * @param scope the clicks' values in {@link Scopes#DIMENSIONS}, joined by slashes
 */
public record Cell(long minuteMillis, String adId, String scope, long clicks) {}
