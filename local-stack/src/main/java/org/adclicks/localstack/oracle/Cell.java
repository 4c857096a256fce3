package org.adclicks.localstack.oracle;

/**
 * Clicks of one ad from one country in one minute.
 *
 * @param minuteMillis first millisecond of the minute, UTC
 */
public record Cell(long minuteMillis, String adId, String country, long clicks) {}
