package org.adclicks.click;

import org.jspecify.annotations.Nullable;

/**
 * One accepted click, canonical.
 *
 * @param adId 1 to {@link #MAX_ID_BYTES} bytes of UTF-8, no control or invisible characters, no
 *     blanks around
 * @param clickTimestampMillis milliseconds since 1970, UTC
 * @param userId as adId
 * @param ip IPv4 dotted quad, or IPv6 as RFC 5952 writes it
 * @param scope its value in every dimension: the narrowest scope it counts in
 * @param clickId the writer's own id of the click, where it gave one
 */
public record Click(
    String adId,
    long clickTimestampMillis,
    String userId,
    String ip,
    Scope scope,
    @Nullable String clickId) {

  /** Longer ids are none. */
  public static final int MAX_ID_BYTES = 256;
}
