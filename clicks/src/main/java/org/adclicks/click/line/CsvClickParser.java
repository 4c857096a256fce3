package org.adclicks.click.line;

import static org.adclicks.v1.RejectionReason.HEADER_LINE;
import static org.adclicks.v1.RejectionReason.MALFORMED;
import static org.adclicks.v1.RejectionReason.MISSING_FIELD;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.adclicks.click.FieldText;

/**
 * Reads a click from one CSV record (RFC 4180): {@code
 * ad_id,click_timestamp,user_id,ip,country[,click_id]}. A field is quoted from its first character
 * to its last or holds no quote; a quote inside quotes is doubled.
 */
final class CsvClickParser {

  private static final List<String> COLUMNS =
      List.of("ad_id", "click_timestamp", "user_id", "ip", "country", "click_id");
  private static final int REQUIRED = 5;
  // As good as never a click's values, and what no header of clicks lacks.
  private static final List<String> HEADER_NAMES = COLUMNS.subList(0, 2);

  private CsvClickParser() {}

  /** Parses the line from {@code start} on. */
  static ParsedLine.Accepted parse(byte[] line, int start) throws RejectedLineException {
    List<String> values =
        split(stripLineBreak(new String(line, start, line.length - start, StandardCharsets.UTF_8)));
    try {
      return fields(values).accept();
    } catch (RejectedLineException e) {
      throw isHeader(values)
          ? new RejectedLineException(
              HEADER_LINE, "a header: it governs only the lines behind it in its own file")
          : e;
    }
  }

  private static ClickFields fields(List<String> values) throws RejectedLineException {
    if (values.size() == 1) {
      throw new RejectedLineException(MALFORMED, "neither a JSON object nor a CSV record");
    }
    if (values.size() < REQUIRED) {
      throw new RejectedLineException(MISSING_FIELD, COLUMNS.get(values.size()) + " is missing");
    }
    if (values.size() > COLUMNS.size()) {
      throw new RejectedLineException(
          MALFORMED, "a CSV record of " + values.size() + " fields, more than " + COLUMNS.size());
    }
    ClickFields fields = new ClickFields();
    fields.adId = values.get(0);
    fields.timestampText = values.get(1);
    fields.userId = values.get(2);
    fields.ip = values.get(3);
    fields.country = values.get(4);
    fields.clickId = values.size() > REQUIRED ? values.get(5) : null;
    return fields;
  }

  private static boolean isHeader(List<String> values) {
    List<String> names =
        values.stream().map(value -> FieldText.trimmed(value).toLowerCase(Locale.ROOT)).toList();
    return names.containsAll(HEADER_NAMES);
  }

  private static String stripLineBreak(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\r' || line.charAt(end - 1) == '\n')) {
      end--;
    }
    return line.substring(0, end);
  }

  private static List<String> split(String line) throws RejectedLineException {
    List<String> values = new ArrayList<>(COLUMNS.size());
    boolean hasQuotes = line.indexOf('"') >= 0;
    int at = 0;
    while (true) {
      if (at < line.length() && line.charAt(at) == '"') {
        StringBuilder value = new StringBuilder();
        at = readQuoted(line, at, value);
        values.add(value.toString());
      } else {
        int comma = line.indexOf(',', at);
        int end = comma < 0 ? line.length() : comma;
        if (hasQuotes && line.substring(at, end).indexOf('"') >= 0) {
          throw new RejectedLineException(
              MALFORMED, "a quote inside a field that does not begin with one");
        }
        values.add(line.substring(at, end));
        at = end;
      }
      if (at == line.length()) {
        return values;
      }
      if (line.charAt(at) != ',') {
        throw new RejectedLineException(MALFORMED, "something follows a closing quote");
      }
      at++;
    }
  }

  /**
   * Reads the quoted field that starts at {@code start}; returns the position behind its closing
   * quote.
   */
  private static int readQuoted(String line, int start, StringBuilder value)
      throws RejectedLineException {
    int at = start + 1;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c != '"') {
        value.append(c);
      } else if (at < line.length() && line.charAt(at) == '"') {
        value.append('"');
        at++;
      } else {
        return at;
      }
    }
    throw new RejectedLineException(MALFORMED, "a quote is not closed");
  }
}
