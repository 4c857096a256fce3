package org.adclicks.click.line;

import static org.adclicks.v1.RejectionReason.CONTROL_CHARACTER;
import static org.adclicks.v1.RejectionReason.EMPTY_ID;
import static org.adclicks.v1.RejectionReason.INVALID_IP;
import static org.adclicks.v1.RejectionReason.MISSING_FIELD;
import static org.adclicks.v1.RejectionReason.OVERSIZED_ID;
import static org.adclicks.v1.RejectionReason.UNREADABLE_TIMESTAMP;

import org.adclicks.click.Click;
import org.adclicks.click.Countries;
import org.adclicks.click.FieldText;
import org.adclicks.click.IpAddresses;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a line as read, and their way to a canonical click. Each check names the field it
 * is about.
 */
final class ClickFields {

  private static final int SHOWN_CHARS = 40;

  @Nullable String adId;
  @Nullable String userId;
  @Nullable String ip;
  @Nullable String country;
  @Nullable String clickId;

  /** The timestamp as text, unless {@link #timestampMillis} has it as a number. */
  @Nullable String timestampText;

  @Nullable Long timestampMillis;

  /** The click, or why it is none. */
  ParsedLine.Accepted accept() throws RejectedLineException {
    String canonicalAd = id("ad_id", adId);
    long timestamp = timestamp();
    String canonicalUser = id("user_id", userId);
    String canonicalIp = IpAddresses.canonical(FieldText.trimmed(present("ip", ip)));
    if (canonicalIp == null) {
      throw new RejectedLineException(INVALID_IP, "ip " + shown(ip) + " is not an address");
    }
    String sentCountry = country == null ? "" : country;
    String canonicalCountry = Countries.of(sentCountry);
    if (canonicalCountry.equals(Countries.UNKNOWN)) {
      requireText("country", FieldText.trimmed(sentCountry));
    }
    Click click =
        new Click(
            canonicalAd,
            timestamp,
            canonicalUser,
            canonicalIp,
            canonicalCountry,
            hasClickId() ? id("click_id", clickId) : null);
    return new ParsedLine.Accepted(
        click, sentCountry.equals(canonicalCountry) ? null : sentCountry);
  }

  private boolean hasClickId() {
    return clickId != null && !FieldText.trimmed(clickId).isEmpty();
  }

  private long timestamp() throws RejectedLineException {
    if (timestampMillis != null) {
      return Timestamps.requireInRange(timestampMillis);
    }
    String text = FieldText.trimmed(present("click_timestamp", timestampText));
    Long parsed = Timestamps.parse(text);
    if (parsed == null) {
      throw new RejectedLineException(
          UNREADABLE_TIMESTAMP,
          "click_timestamp " + shown(text) + " is neither RFC 3339 nor epoch milliseconds");
    }
    return Timestamps.requireInRange(parsed);
  }

  private static String id(String field, @Nullable String value) throws RejectedLineException {
    String id = FieldText.trimmed(present(field, value));
    if (id.isEmpty()) {
      throw new RejectedLineException(EMPTY_ID, field + " is empty");
    }
    int bytes = requireText(field, id);
    if (bytes > Click.MAX_ID_BYTES) {
      throw new RejectedLineException(
          OVERSIZED_ID, field + " has " + bytes + " bytes, more than " + Click.MAX_ID_BYTES);
    }
    if (bytes > id.length()) {
      requireVisible(field, id);
    }
    return id;
  }

  /** Its length in UTF-8, if it is text at all. */
  private static int requireText(String field, String text) throws RejectedLineException {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        throw new RejectedLineException(CONTROL_CHARACTER, field + " has a control character");
      }
      if (Character.isSurrogate(c) && !isPaired(text, i)) {
        throw new RejectedLineException(CONTROL_CHARACTER, field + " has half a surrogate pair");
      }
      // Each half of a surrogate pair stands for two of its four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private static void requireVisible(String field, String text) throws RejectedLineException {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (FieldText.isInvisible(text.codePointAt(i))) {
        throw new RejectedLineException(
            CONTROL_CHARACTER,
            String.format("%s has an invisible character, U+%04X", field, text.codePointAt(i)));
      }
    }
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static String present(String field, @Nullable String value) throws RejectedLineException {
    if (value == null) {
      throw new RejectedLineException(MISSING_FIELD, field + " is missing");
    }
    return value;
  }

  private static String shown(@Nullable String value) {
    String text = String.valueOf(value);
    return text.length() <= SHOWN_CHARS
        ? "'" + text + "'"
        : "'" + text.substring(0, SHOWN_CHARS) + "...'";
  }
}
