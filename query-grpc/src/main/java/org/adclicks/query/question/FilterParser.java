package org.adclicks.query.question;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads a filter: {@code country = "US" AND ip = "1.2.3.4"}.
 *
 * <p>Spaces are optional, values stand in double quotes with backslash before a quote or a
 * backslash, field names are case-sensitive, AND may be written small. Countries are taken as
 * clicks' are: UK is GB, USA is US, and "ZZ" asks for those not known.
 *
 * <p>Errors: {@link InvalidRequestException} for the field {@code filter}, saying where it went
 * wrong.
 */
public final class FilterParser {

  public static final int MAX_ID_BYTES = 256;
  private static final String FIELD = "filter";

  /** What clicks are counted under: ISO's alpha-2 codes, Kosovo's, and that of "not known". */
  private static final Set<String> COUNTRIES =
      ImmutableSet.<String>builder().add(Locale.getISOCountries()).add("XK", "ZZ").build();

  /** What clicks are sent with as well and counted under the code of the same country. */
  private static final Map<String, String> OTHER_NAMES = otherNames();

  private final String text;
  private int position;

  private FilterParser(String text) {
    this.text = text;
  }

  private static Map<String, String> otherNames() {
    Map<String, String> names = new HashMap<>(Map.of("UK", "GB", "EL", "GR", "XKX", "XK"));
    for (String country : Locale.getISOCountries()) {
      names.put(new Locale("", country).getISO3Country(), country);
    }
    return names;
  }

  public static Filter parse(String text) {
    return new FilterParser(text).filter();
  }

  private Filter filter() {
    Map<String, String> terms = new HashMap<>();
    skipSpaces();
    if (atEnd()) {
      return Filter.NONE;
    }
    term(terms);
    while (skipSpaces() && !atEnd()) {
      and();
      term(terms);
    }
    return new Filter(terms.get("country"), terms.get("user_id"), terms.get("ip"));
  }

  private void term(Map<String, String> terms) {
    skipSpaces();
    String name = word();
    skipSpaces();
    if (atEnd() || text.charAt(position) != '=') {
      throw problem("expected = after " + (name.isEmpty() ? "a field name" : name));
    }
    position++;
    skipSpaces();
    String value = quoted(name);
    String canonical =
        switch (name) {
          case "country" -> country(value);
          case "ip" -> ip(value);
          case "user_id" -> userId(value);
          default ->
              throw problem(
                  "\"" + name + "\" is no field to filter by: country, user_id and ip are");
        };
    String before = terms.putIfAbsent(name, canonical);
    if (before != null && !before.equals(canonical)) {
      throw problem(
          name + " cannot be \"" + before + "\" and \"" + canonical + "\" at the same time");
    }
  }

  private void and() {
    if (!word().equalsIgnoreCase("AND")) {
      throw problem("expected AND between terms");
    }
  }

  private String word() {
    int start = position;
    while (!atEnd()
        && (Character.isLetter(text.charAt(position)) || text.charAt(position) == '_')) {
      position++;
    }
    return text.substring(start, position);
  }

  private String quoted(String name) {
    if (atEnd() || text.charAt(position) != '"') {
      throw problem("the value of " + name + " must stand in double quotes");
    }
    StringBuilder value = new StringBuilder();
    position++;
    while (!atEnd()) {
      char next = text.charAt(position++);
      if (next == '"') {
        return value.toString();
      }
      if (next == '\\') {
        if (atEnd() || (text.charAt(position) != '"' && text.charAt(position) != '\\')) {
          throw problem("a backslash stands only before \" or another backslash");
        }
        next = text.charAt(position++);
      }
      value.append(next);
    }
    throw problem("the value of " + name + " has no closing quote");
  }

  private String country(String value) {
    String upper = value.strip().toUpperCase(Locale.ROOT);
    String stored = OTHER_NAMES.getOrDefault(upper, upper);
    if (!COUNTRIES.contains(stored)) {
      throw problem(
          "country \""
              + value
              + "\" is not an ISO 3166-1 code; clicks of any other country are counted under"
              + " \"ZZ\", not known");
    }
    return stored;
  }

  private String ip(String value) {
    InetAddress address;
    try {
      address = InetAddresses.forString(value.strip());
    } catch (IllegalArgumentException e) {
      throw problem("ip \"" + value + "\" is neither an IPv4 nor an IPv6 address");
    }
    if (value.indexOf('%') >= 0) {
      throw problem("ip \"" + value + "\" has a zone");
    }
    return InetAddresses.toAddrString(address);
  }

  private String userId(String value) {
    if (value.isEmpty()) {
      throw problem("user_id is empty");
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
      throw problem("user_id is longer than " + MAX_ID_BYTES + " bytes");
    }
    return value;
  }

  /** Always true, so that it can stand in a condition. */
  private boolean skipSpaces() {
    while (!atEnd() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return true;
  }

  private boolean atEnd() {
    return position >= text.length();
  }

  private InvalidRequestException problem(String sentence) {
    return new InvalidRequestException(
        FIELD, sentence + " (at character " + (position + 1) + "); e.g. country = \"US\"");
  }
}
