package org.adclicks.pipeline.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.adclicks.click.ClickField;
import org.adclicks.click.line.LineStart;

/**
 * A log of which no line is a click: probably another file than was meant.
 *
 * @param name of the log
 * @param lines how many there are
 * @param first the first of them, as far as it is text
 * @param rejection what is wrong with that
 */
record ClicklessLog(String name, long lines, String first, String rejection) {

  private static final int SHOWN_NAMES = 8;
  private static final Set<String> FIELDS =
      ClickField.ALL.stream().map(ClickField::fieldName).collect(Collectors.toUnmodifiableSet());
  private static final String WANTED =
      ClickField.inEveryRecord().stream()
          .map(ClickField::fieldName)
          .collect(Collectors.joining(", "))
          .replaceFirst(", (?=\\w+$)", " and ");
  private static final Pattern KEY = Pattern.compile("\"([^\"\\\\]{1,40})\"\\s*:");
  private static final Pattern COLUMN = Pattern.compile("\\s*\"?[A-Za-z_][\\w .-]{0,40}\"?\\s*");
  private static final Pattern ACCESS_LOG = Pattern.compile("\\S+ \\S+ \\S+ \\[[^]]+] \".*");

  static ClicklessLog of(String name, long lines, byte[] first, String rejection) {
    int start = LineStart.of(first);
    return new ClicklessLog(
        name,
        lines,
        new String(first, start, first.length - start, StandardCharsets.UTF_8),
        rejection);
  }

  /** One line for people. */
  String explanation() {
    String looks = looks();
    return name
        + ": none of its "
        + lines
        + " lines is a click"
        + (looks.isEmpty() ? "" : "; it looks like " + looks)
        + ". The first line: "
        + rejection;
  }

  private String looks() {
    String lower = first.toLowerCase(Locale.ROOT);
    if (isBinary(first)) {
      return "a binary file";
    }
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return "HTML";
    }
    if (first.startsWith("<")) {
      return "XML";
    }
    if (first.startsWith("[")) {
      return "a JSON array: write one object a line";
    }
    if (first.startsWith("{")) {
      return json(first);
    }
    return ACCESS_LOG.matcher(first).matches() ? "a web server's access log" : separated(first);
  }

  private static String json(String text) {
    List<String> keys = new ArrayList<>();
    Matcher key = KEY.matcher(text);
    while (key.find()) {
      keys.add(key.group(1));
    }
    if (keys.isEmpty()) {
      return "JSON over several lines: write one object a line";
    }
    return FIELDS.containsAll(keys)
        ? ""
        : "JSON with the keys " + shown(keys) + ", and not " + WANTED;
  }

  private static String separated(String text) {
    if (count(text, ',') >= 2) {
      List<String> names = List.of(text.split(",", -1));
      boolean isHeader = names.stream().allMatch(name -> COLUMN.matcher(name).matches());
      return isHeader ? "CSV with the columns " + shown(names) + ", and not " + WANTED : "";
    }
    if (count(text, '\t') >= 2) {
      return "tab-separated values (TSV): separate the fields by commas";
    }
    if (count(text, ';') >= 2) {
      return "values separated by semicolons: separate the fields by commas";
    }
    return count(text, '|') >= 2 ? "values separated by bars: separate the fields by commas" : "";
  }

  private static boolean isBinary(String text) {
    long odd =
        text.chars().filter(c -> c == '\uFFFD' || (Character.isISOControl(c) && c != '\t')).count();
    return odd * 10 > text.length();
  }

  private static String shown(List<String> names) {
    return names.stream()
            .limit(SHOWN_NAMES)
            .map(name -> name.replace("\"", "").strip())
            .collect(Collectors.joining(", "))
        + (names.size() > SHOWN_NAMES ? ", ..." : "");
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }
}
