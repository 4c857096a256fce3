package org.adclicks.click.line;

import static org.adclicks.v1.RejectionReason.INVALID_IP;
import static org.adclicks.v1.RejectionReason.MISSING_FIELD;
import static org.adclicks.v1.RejectionReason.UNREADABLE_TIMESTAMP;

import org.adclicks.click.Click;
import org.adclicks.click.ClickField;
import org.adclicks.click.Dimension;
import org.adclicks.click.FieldText;
import org.adclicks.click.Ids;
import org.adclicks.click.IpAddresses;
import org.adclicks.click.Rejection;
import org.adclicks.click.Scope;
import org.adclicks.click.SentTexts;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a line as read, and their way to a canonical click. Each check names the field it
 * is about.
 *
 * <p>Mutable, not thread-safe.
 */
final class LineFields {

  private static final int SHOWN_CHARS = 40;

  private final @Nullable String[] texts = new @Nullable String[ClickField.ALL.size()];

  /** The timestamp where it is a number and no text. */
  private @Nullable Long timestampMillis;

  /** Takes a field's text, null if the line says it has none. */
  void set(ClickField field, @Nullable String text) {
    texts[field.place()] = text;
  }

  /** Takes the timestamp as milliseconds since 1970. */
  void setTimestampMillis(long millis) {
    timestampMillis = millis;
  }

  /** Whether the field has been given. */
  boolean has(ClickField field) {
    return texts[field.place()] != null
        || (field == ClickField.CLICK_TIMESTAMP && timestampMillis != null);
  }

  /** The click, or why it is none. */
  ParsedLine.Accepted accept() throws RejectedLineException {
    String adId = id(ClickField.AD_ID);
    long timestamp = timestamp();
    String userId = id(ClickField.USER_ID);
    String ip = ip();
    String[] values = new String[Dimension.ALL.size()];
    SentTexts sent = SentTexts.NONE;
    for (Dimension dimension : Dimension.ALL) {
      String text = text(dimension.field());
      String said = text == null ? "" : text;
      String value = dimension.countedAs(said);
      if (value.equals(dimension.unknown())) {
        require(Ids.checkText(dimension.fieldName(), FieldText.trimmed(said)));
      }
      values[dimension.place()] = value;
      sent = sent.with(dimension, said.equals(value) ? null : said);
    }
    Click click =
        new Click(
            adId,
            timestamp,
            userId,
            ip,
            Scope.narrowest(values),
            hasClickId() ? id(ClickField.CLICK_ID) : null);
    return new ParsedLine.Accepted(click, sent);
  }

  private boolean hasClickId() {
    String text = text(ClickField.CLICK_ID);
    return text != null && !FieldText.trimmed(text).isEmpty();
  }

  private long timestamp() throws RejectedLineException {
    if (timestampMillis != null) {
      return Timestamps.requireInRange(timestampMillis);
    }
    String text = FieldText.trimmed(present(ClickField.CLICK_TIMESTAMP));
    Long parsed = Timestamps.parse(text);
    if (parsed == null) {
      throw new RejectedLineException(
          UNREADABLE_TIMESTAMP,
          ClickField.CLICK_TIMESTAMP
              + " "
              + shown(text)
              + " is neither RFC 3339 nor epoch milliseconds");
    }
    return Timestamps.requireInRange(parsed);
  }

  private String ip() throws RejectedLineException {
    String text = present(ClickField.IP);
    String canonical = IpAddresses.canonical(FieldText.trimmed(text));
    if (canonical == null) {
      throw new RejectedLineException(
          INVALID_IP, ClickField.IP + " " + shown(text) + " is not an address");
    }
    return canonical;
  }

  private String id(ClickField field) throws RejectedLineException {
    String id = FieldText.trimmed(present(field));
    require(Ids.check(field.fieldName(), id));
    return id;
  }

  private static void require(@Nullable Rejection problem) throws RejectedLineException {
    if (problem != null) {
      throw new RejectedLineException(problem);
    }
  }

  private @Nullable String text(ClickField field) {
    return texts[field.place()];
  }

  private String present(ClickField field) throws RejectedLineException {
    String text = text(field);
    if (text == null) {
      throw new RejectedLineException(MISSING_FIELD, field + " is missing");
    }
    return text;
  }

  private static String shown(String text) {
    return text.length() <= SHOWN_CHARS
        ? "'" + text + "'"
        : "'" + text.substring(0, SHOWN_CHARS) + "...'";
  }
}
