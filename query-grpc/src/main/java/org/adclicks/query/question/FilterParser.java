package org.adclicks.query.question;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.adclicks.click.Click;
import org.adclicks.click.Countries;
import org.adclicks.click.FieldText;
import org.adclicks.click.IpAddresses;

/**
 * Reads a filter: {@code country = "US" AND ip = "1.2.3.4"}.
 *
 * <p>Spaces are optional, values stand in double quotes with backslash before a quote or a
 * backslash, field names are case-sensitive, AND may be written small. Countries, ips and ids are
 * read as clicks' are: UK is GB, USA is US, and "ZZ" asks for those not known.
 *
 * <p>Errors: {@link InvalidRequestException} for the field {@code filter}, saying where it went
 * wrong.
 */
public final class FilterParser {

  private static final String FIELD = "filter";

  private final String text;
  private int position;

  private FilterParser(String text) {
    this.text = text;
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
    String country = Countries.named(value);
    if (country == null) {
      throw problem(
          "country \""
              + value
              + "\" is not an ISO 3166-1 code; clicks of any other country are counted under"
              + " \"ZZ\", not known");
    }
    return country;
  }

  private String ip(String value) {
    String ip = IpAddresses.canonical(FieldText.trimmed(value));
    if (ip == null) {
      throw problem(
          value.indexOf('%') >= 0
              ? "ip \"" + value + "\" has a zone"
              : "ip \"" + value + "\" is neither an IPv4 nor an IPv6 address");
    }
    return ip;
  }

  private String userId(String value) {
    String id = FieldText.trimmed(value);
    if (id.isEmpty()) {
      throw problem("user_id is empty");
    }
    if (id.getBytes(StandardCharsets.UTF_8).length > Click.MAX_ID_BYTES) {
      throw problem("user_id is longer than " + Click.MAX_ID_BYTES + " bytes");
    }
    return id;
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
