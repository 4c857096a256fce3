package org.adclicks.localstack.oracle;

import org.jspecify.annotations.Nullable;

/**
 * Which clicks are meant: {@code from <= click_timestamp < to}, and every filter that is not null.
 *
 * <p>Units: milliseconds since 1970.
 */
public record Question(
    long fromMillis,
    long toMillis,
    @Nullable String adId,
    @Nullable String country,
    @Nullable String userId,
    @Nullable String ip) {

  /** All clicks of the interval. */
  public static Question of(long fromMillis, long toMillis) {
    return new Question(fromMillis, toMillis, null, null, null, null);
  }

  /** The same, of one ad. */
  public Question withAd(@Nullable String value) {
    return new Question(fromMillis, toMillis, value, country, userId, ip);
  }

  /** The same, from one country. */
  public Question withCountry(@Nullable String value) {
    return new Question(fromMillis, toMillis, adId, value, userId, ip);
  }

  /** The same, by one user. */
  public Question withUser(@Nullable String value) {
    return new Question(fromMillis, toMillis, adId, country, value, ip);
  }

  /** The same, from one ip. */
  public Question withIp(@Nullable String value) {
    return new Question(fromMillis, toMillis, adId, country, userId, value);
  }
}
