package org.adclicks.transforms;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The countries a click may come from: ISO 3166-1 alpha-2, as the JDK lists them. */
final class Countries {

  private static final Map<String, String> CANONICAL = new HashMap<>();

  static {
    for (String code : Locale.getISOCountries()) {
      CANONICAL.put(code, code);
    }
    CANONICAL.put(Leaderboard.ALL_ADS, Leaderboard.ALL_ADS);
  }

  private Countries() {}

  /** The one string object of a scope. */
  static String canonical(String scope) {
    return CANONICAL.getOrDefault(scope, scope);
  }

  /** The country of a code in either case, or null if there is none. */
  static @Nullable String parse(String code) {
    if (code.length() != 2) {
      return null;
    }
    String known = CANONICAL.get(code);
    return known != null ? known : CANONICAL.get(code.toUpperCase(Locale.ROOT));
  }
}
