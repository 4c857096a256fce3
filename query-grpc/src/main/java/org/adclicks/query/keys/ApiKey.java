package org.adclicks.query.keys;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key as it is kept: who holds it, what it allows, and the SHA-256 of the key, never the key.
 *
 * @param name of its holder, for lists and audit lines
 * @param hash lower-case hexadecimal
 */
public record ApiKey(String name, Set<KeyScope> scopes, Instant made, String hash) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if it has no proper name, allows nothing, or has no hash
   */
  public ApiKey {
    requireName(name);
    scopes = Set.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("key " + name + " allows nothing");
    }
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException("key " + name + " has no SHA-256");
    }
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no name of a key: up to 64 letters, digits, '.', '_' and '-'");
    }
  }
}
