package org.adclicks.click;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a top list ranks: all ads, or the ads clicked in one country. A click counts in the scope of
 * its country and in that of all ads.
 *
 * <p>In tables, states and messages a scope is its key: {@link #ALL_KEY}, or the country.
 *
 * <p>Errors: {@link IllegalArgumentException} for a key of no scope.
 *
 * @param key how the scope is written
 */
public record Scope(String key) {

  /** The key of all ads. */
  public static final String ALL_KEY = "*";

  /** All ads. */
  public static final Scope ALL = new Scope(ALL_KEY);

  public Scope {
    if (!isAllKey(key) && !Countries.isKnown(key)) {
      throw new IllegalArgumentException("no scope has the key '" + key + "'");
    }
  }

  /** The ads of one country, {@link Countries#UNKNOWN} included. */
  public static Scope ofCountry(String country) {
    return new Scope(country);
  }

  /** The key of one country's scope, or that of all ads where there is none. */
  public static String keyOf(@Nullable String country) {
    return country == null ? ALL_KEY : country;
  }

  /** All scopes that the clicks of one country count in. */
  public static List<String> keysOf(String country) {
    return List.of(country, ALL_KEY);
  }

  /** The one string object of a key. */
  public static String canonicalKey(String key) {
    return isAllKey(key) ? ALL_KEY : Countries.canonical(key);
  }

  /** Whether a key is that of all ads. */
  public static boolean isAllKey(String key) {
    return key.equals(ALL_KEY);
  }

  public boolean isAll() {
    return isAllKey(key);
  }

  @Override
  public String toString() {
    return key;
  }
}
