package org.adclicks.click.line;

import static org.adclicks.v1.RejectionReason.DUPLICATE_KEY;
import static org.adclicks.v1.RejectionReason.MALFORMED;
import static org.adclicks.v1.RejectionReason.TRAILING_DATA;
import static org.adclicks.v1.RejectionReason.UNREADABLE_TIMESTAMP;
import static org.adclicks.v1.RejectionReason.WRONG_TYPE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.adclicks.click.ClickField;
import org.jspecify.annotations.Nullable;

/** Reads a click from one JSON object. Unknown keys are allowed, keys given twice are not. */
final class JsonClickParser {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonClickParser() {}

  /** Parses the line from {@code start} on. */
  static ParsedLine.Accepted parse(byte[] line, int start) throws RejectedLineException {
    LineFields plain = PlainJsonClickParser.read(line, start);
    return plain != null ? plain.accept() : parseAny(line, start);
  }

  /** With a whole JSON parser, for every line that is one object or not. */
  static ParsedLine.Accepted parseAny(byte[] line, int start) throws RejectedLineException {
    LineFields fields = new LineFields();
    try (JsonParser json = JSON.createParser(line, start, line.length - start)) {
      json.nextToken();
      readObject(json, fields);
      requireEnd(json);
    } catch (JsonProcessingException e) {
      throw new RejectedLineException(MALFORMED, "not a JSON object: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from an array", e);
    }
    return fields.accept();
  }

  private static void readObject(JsonParser json, LineFields fields)
      throws IOException, RejectedLineException {
    Set<String> seen = new HashSet<>(16);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (!seen.add(key)) {
        throw new RejectedLineException(DUPLICATE_KEY, "key '" + key + "' stands twice");
      }
      JsonToken value = json.nextToken();
      ClickField field = ClickField.named(key);
      if (field == null) {
        json.skipChildren();
      } else if (field.kind() == ClickField.Kind.TIME) {
        readTimestamp(json, value, fields);
      } else {
        fields.set(field, text(json, key, value));
      }
    }
  }

  private static void readTimestamp(JsonParser json, @Nullable JsonToken value, LineFields fields)
      throws IOException, RejectedLineException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      try {
        fields.setTimestampMillis(json.getLongValue());
      } catch (InputCoercionException e) {
        throw new RejectedLineException(UNREADABLE_TIMESTAMP, "click_timestamp is out of range");
      }
    } else if (value == JsonToken.VALUE_NUMBER_FLOAT) {
      throw new RejectedLineException(
          UNREADABLE_TIMESTAMP, "click_timestamp is not a whole number of milliseconds");
    } else {
      fields.set(
          ClickField.CLICK_TIMESTAMP, text(json, ClickField.CLICK_TIMESTAMP.fieldName(), value));
    }
  }

  /** The text of a value, or null for a JSON null: the same as a missing key. */
  private static @Nullable String text(JsonParser json, String key, @Nullable JsonToken value)
      throws IOException, RejectedLineException {
    if (value == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    if (value == JsonToken.VALUE_NULL) {
      return null;
    }
    // Reads on, so that a broken line is called broken and not wrongly typed.
    json.skipChildren();
    throw new RejectedLineException(WRONG_TYPE, key + " must be a string, not " + value);
  }

  private static void requireEnd(JsonParser json) throws IOException, RejectedLineException {
    boolean more;
    try {
      more = json.nextToken() != null;
    } catch (JsonProcessingException e) {
      more = true;
    }
    if (more) {
      throw new RejectedLineException(TRAILING_DATA, "something follows the JSON object");
    }
  }
}
