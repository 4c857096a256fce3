package org.adclicks.click.line;

import static org.adclicks.v1.RejectionReason.MALFORMED;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.adclicks.click.ClickField;
import org.adclicks.click.FieldText;

/**
 * One CSV record (RFC 4180), split. A field is quoted from its first character to its last or holds
 * no quote; a quote inside quotes is doubled. A line break at the end is no part of it.
 */
public final class CsvRecord {

  /** As good as never a click's values, if there are two of them and no time beside them. */
  private static final Set<String> FIELDS =
      ClickField.ALL.stream().map(ClickField::fieldName).collect(Collectors.toUnmodifiableSet());

  private final byte[] line;
  private int[] starts = new int[ClickField.ALL.size() + 1];
  private int[] ends = new int[ClickField.ALL.size() + 1];
  private int size;

  private CsvRecord(byte[] line) {
    this.line = line;
  }

  /** The record a line is, or nothing if its quotes are wrong. */
  public static Optional<CsvRecord> of(byte[] line) {
    try {
      return Optional.of(split(line, LineStart.of(line)));
    } catch (RejectedLineException e) {
      return Optional.empty();
    }
  }

  /** The record from {@code start} on. */
  static CsvRecord split(byte[] line, int start) throws RejectedLineException {
    CsvRecord record = new CsvRecord(line);
    int end = endOf(line, start);
    int at = start;
    while (true) {
      int fieldEnd = at < end && line[at] == '"' ? quoted(line, at, end) : plain(line, at, end);
      record.add(at, fieldEnd);
      if (fieldEnd == end) {
        return record;
      }
      if (line[fieldEnd] != ',') {
        throw new RejectedLineException(MALFORMED, "something follows a closing quote");
      }
      at = fieldEnd + 1;
    }
  }

  /** How many fields. */
  public int size() {
    return size;
  }

  /** A field's text, without its quotes. */
  public String value(int field) {
    int start = starts[field];
    int end = ends[field];
    if (start < end && line[start] == '"') {
      return text(start + 1, end - 1).replace("\"\"", "\"");
    }
    return text(start, end);
  }

  /** Writes a field as it stands, with its quotes. */
  public void writeTo(ByteArrayOutputStream out, int field) {
    out.write(line, starts[field], ends[field] - starts[field]);
  }

  /**
   * The columns it names if it is a header; nothing if it is a record, if a bad one.
   *
   * <p>A header names two of a click's fields, and nothing in it begins with a digit, as a time
   * does. It may lack others: whoever reads on by position then would take one column for another.
   */
  public Optional<List<String>> columnNames() {
    List<String> names = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String name = FieldText.trimmed(value(i)).toLowerCase(Locale.ROOT);
      if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
        return Optional.empty();
      }
      names.add(name);
    }
    return names.stream().filter(FIELDS::contains).distinct().count() >= 2
        ? Optional.of(names)
        : Optional.empty();
  }

  private void add(int start, int end) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    size++;
  }

  private String text(int start, int end) {
    return new String(line, start, end - start, StandardCharsets.UTF_8);
  }

  private static int endOf(byte[] line, int start) {
    int end = line.length;
    while (end > start && (line[end - 1] == '\r' || line[end - 1] == '\n')) {
      end--;
    }
    return end;
  }

  private static int plain(byte[] line, int start, int end) throws RejectedLineException {
    int at = start;
    while (at < end && line[at] != ',') {
      if (line[at] == '"') {
        throw new RejectedLineException(
            MALFORMED, "a quote inside a field that does not begin with one");
      }
      at++;
    }
    return at;
  }

  private static int quoted(byte[] line, int start, int end) throws RejectedLineException {
    int at = start + 1;
    while (at < end) {
      if (line[at++] == '"') {
        if (at == end || line[at] != '"') {
          return at;
        }
        at++;
      }
    }
    throw new RejectedLineException(MALFORMED, "a quote is not closed");
  }
}
