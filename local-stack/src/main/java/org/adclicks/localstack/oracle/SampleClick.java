package org.adclicks.localstack.oracle;

/** One of the input's clicks, to ask questions about. */
public record SampleClick(
    String adId, long timestampMillis, String userId, String ip, String country) {}
