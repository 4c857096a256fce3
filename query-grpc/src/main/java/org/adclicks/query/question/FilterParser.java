package org.adclicks.query.question;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.adclicks.click.ClickField;
import org.adclicks.click.Dimension;
import org.adclicks.click.FieldText;
import org.adclicks.click.Ids;
import org.adclicks.click.IpAddresses;
import org.adclicks.click.Rejection;
import org.adclicks.click.Scope;

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
  private static final String FILTERABLE =
      Stream.concat(
              Dimension.ALL.stream().map(Dimension::field),
              ClickField.ALL.stream().filter(field -> field.kind() != ClickField.Kind.DIMENSION))
          .filter(ClickField::isFilterable)
          .map(ClickField::fieldName)
          .collect(Collectors.joining(", "))
          .replaceFirst(", (?=\\w+$)", " and ");

  private final String text;
  private int position;

  private FilterParser(String text) {
    this.text = text;
  }

  public static Filter parse(String text) {
    return new FilterParser(text).filter();
  }

  private Filter filter() {
    Map<ClickField, String> terms = new EnumMap<>(ClickField.class);
    skipSpaces();
    if (atEnd()) {
      return Filter.NONE;
    }
    term(terms);
    while (skipSpaces() && !atEnd()) {
      and();
      term(terms);
    }
    Scope scope = Scope.ALL;
    for (Dimension dimension : Dimension.ALL) {
      String value = terms.get(dimension.field());
      scope = value == null ? scope : scope.with(dimension, value);
    }
    return new Filter(scope, terms.get(ClickField.USER_ID), terms.get(ClickField.IP));
  }

  private void term(Map<ClickField, String> terms) {
    skipSpaces();
    String name = word();
    skipSpaces();
    if (atEnd() || text.charAt(position) != '=') {
      throw problem("expected = after " + (name.isEmpty() ? "a field name" : name));
    }
    position++;
    skipSpaces();
    String value = quoted(name);
    ClickField field = ClickField.named(name);
    if (field == null || !field.isFilterable()) {
      throw problem("\"" + name + "\" is no field to filter by: " + FILTERABLE + " are");
    }
    String canonical =
        switch (field.kind()) {
          case DIMENSION -> value(Dimension.of(field), value);
          case IP -> ip(value);
          case ID -> id(field, value);
          case TIME -> throw new IllegalStateException(field + " is asked for by from and to");
        };
    String before = terms.putIfAbsent(field, canonical);
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

  private String value(Dimension dimension, String text) {
    String value = dimension.named(text);
    if (value == null) {
      throw problem(
          dimension.fieldName()
              + " \""
              + text
              + "\" is not "
              + dimension.description()
              + "; clicks of any other "
              + dimension.fieldName()
              + " are counted under \""
              + dimension.unknown()
              + "\", not known");
    }
    return value;
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

  private String id(ClickField field, String text) {
    String id = FieldText.trimmed(text);
    Rejection notAnId = Ids.check(field.fieldName(), id);
    if (notAnId != null) {
      throw problem(notAnId.detail());
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
