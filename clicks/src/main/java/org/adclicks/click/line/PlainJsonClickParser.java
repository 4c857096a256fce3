package org.adclicks.click.line;

import java.nio.charset.StandardCharsets;
import org.adclicks.click.ClickField;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON objects that log writers write: keys of ours, each at most once, printable ASCII
 * strings without escapes, whole numbers of up to 18 digits.
 *
 * <p>Gives up on everything else, right or wrong, without judging it: that is {@link
 * JsonClickParser}'s to do, with a whole JSON parser. Source: docs/decisions/0012.
 */
final class PlainJsonClickParser {

  private static final int MAX_DIGITS = 18;

  private final byte[] line;
  private final LineFields fields = new LineFields();
  private int at;

  private PlainJsonClickParser(byte[] line, int start) {
    this.line = line;
    this.at = start;
  }

  /** The fields of a plain line, read from {@code start} on; null if it is not that plain. */
  static @Nullable LineFields read(byte[] line, int start) {
    PlainJsonClickParser reader = new PlainJsonClickParser(line, start);
    return reader.readObject() ? reader.fields : null;
  }

  private boolean readObject() {
    if (!skip('{')) {
      return false;
    }
    do {
      if (!readMember()) {
        return false;
      }
    } while (skip(','));
    return skip('}') && atEnd();
  }

  private boolean readMember() {
    int length = string();
    if (length < 0) {
      return false;
    }
    int start = at - length - 1;
    ClickField field = fieldAt(start, length);
    if (field == null || !skip(':')) {
      return false;
    }
    skipBlanks();
    boolean isString = at < line.length && line[at] == '"';
    return isString ? readString(field) : readNumber(field);
  }

  private boolean readString(ClickField field) {
    int length = string();
    return length >= 0
        && set(field, new String(line, at - length - 1, length, StandardCharsets.ISO_8859_1));
  }

  private boolean readNumber(ClickField field) {
    if (field.kind() != ClickField.Kind.TIME || fields.has(field)) {
      return false;
    }
    int start = at;
    long value = 0;
    while (at < line.length && line[at] >= '0' && line[at] <= '9') {
      value = value * 10 + line[at++] - '0';
      if (at - start > MAX_DIGITS) {
        return false;
      }
    }
    int digits = at - start;
    if (digits == 0 || (digits > 1 && line[start] == '0')) {
      return false;
    }
    fields.setTimestampMillis(value);
    return true;
  }

  /** Passes over a string and its closing quote; returns its length, or -1 if it is not plain. */
  private int string() {
    if (!skip('"')) {
      return -1;
    }
    int start = at;
    while (at < line.length) {
      byte c = line[at++];
      if (c == '"') {
        return at - 1 - start;
      }
      if (c < ' ' || c > '~' || c == '\\') {
        return -1;
      }
    }
    return -1;
  }

  /** Passes over blanks and this character, if it is the next. */
  private boolean skip(char expected) {
    skipBlanks();
    if (at < line.length && line[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private boolean atEnd() {
    skipBlanks();
    return at == line.length;
  }

  private void skipBlanks() {
    while (at < line.length
        && (line[at] == ' ' || line[at] == '\t' || line[at] == '\n' || line[at] == '\r')) {
      at++;
    }
  }

  /** The field these bytes name, or null. */
  private @Nullable ClickField fieldAt(int start, int length) {
    for (ClickField field : ClickField.ALL) {
      String name = field.fieldName();
      if (name.length() == length && isAt(start, name)) {
        return field;
      }
    }
    return null;
  }

  private boolean isAt(int start, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (line[start + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Sets a field; false if it was set already, which is for the whole parser to reject. */
  private boolean set(ClickField field, String value) {
    boolean isNew = !fields.has(field);
    fields.set(field, value);
    return isNew;
  }
}
