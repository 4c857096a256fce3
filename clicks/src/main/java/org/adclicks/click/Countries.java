package org.adclicks.click;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The countries a click may come from: ISO 3166-1 alpha-2 as the JDK lists them, Kosovo's XK, and
 * {@link #UNKNOWN} for everything else. No click is lost for its country.
 */
public final class Countries {

  /** Where it is not known: what geo services write for that, retired codes, any other text. */
  public static final String UNKNOWN = "ZZ";

  private static final Map<String, String> COUNTRIES = new HashMap<>();

  static {
    for (String code : Locale.getISOCountries()) {
      COUNTRIES.put(code, code);
      COUNTRIES.put(new Locale("", code).getISO3Country(), code);
    }
    // Not in ISO 3166-1, and written nevertheless.
    COUNTRIES.put("XK", "XK");
    COUNTRIES.put("XKX", "XK");
    COUNTRIES.put("UK", "GB");
    COUNTRIES.put("EL", "GR");
    COUNTRIES.put(UNKNOWN, UNKNOWN);
  }

  private Countries() {}

  /**
   * The country a text names, alpha-2 or alpha-3 in either case; null if it names none. "ZZ" names
   * {@link #UNKNOWN}.
   */
  public static @Nullable String named(String text) {
    String known = COUNTRIES.get(text);
    return known != null ? known : COUNTRIES.get(upper(FieldText.trimmed(text)));
  }

  /** All of them as we write them, in order. */
  public static SortedSet<String> codes() {
    return new TreeSet<>(COUNTRIES.values());
  }

  /** Of ASCII alone: in Unicode some other letters turn into A to Z. */
  private static String upper(String text) {
    if (text.length() > 3) {
      return "";
    }
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'a' && chars[i] <= 'z') {
        chars[i] = (char) (chars[i] - ('a' - 'A'));
      }
    }
    return new String(chars);
  }
}
