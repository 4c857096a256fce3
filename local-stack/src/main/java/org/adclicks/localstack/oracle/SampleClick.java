package org.adclicks.localstack.oracle;

/**
 * One of the input's clicks, to ask questions about.
 *
 * @param scope its values in {@link Scopes#DIMENSIONS}, joined by slashes
 */
public record SampleClick(
    String adId, long timestampMillis, String userId, String ip, String scope) {}
