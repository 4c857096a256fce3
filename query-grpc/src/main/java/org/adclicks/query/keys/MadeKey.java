package org.adclicks.query.keys;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * The text of a key: 256 random bits, so that one round of SHA-256 keeps it as well as a slow hash
 * would keep a password.
 */
final class MadeKey {

  /** So that scanners of code and logs know one when they see it. */
  static final String PREFIX = "adclicks_";

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private MadeKey() {}

  /** A new one, which nobody else will ever have. */
  static String make() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return PREFIX + BaseEncoding.base64Url().omitPadding().encode(secret);
  }

  /** What is kept of it. */
  static String hash(String key) {
    return Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
  }
}
