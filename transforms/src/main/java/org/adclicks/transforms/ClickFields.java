package org.adclicks.transforms;

import static org.adclicks.v1.RejectionReason.CONTROL_CHARACTER;
import static org.adclicks.v1.RejectionReason.EMPTY_ID;
import static org.adclicks.v1.RejectionReason.INVALID_IP;
import static org.adclicks.v1.RejectionReason.MISSING_FIELD;
import static org.adclicks.v1.RejectionReason.OVERSIZED_ID;
import static org.adclicks.v1.RejectionReason.UNKNOWN_COUNTRY;
import static org.adclicks.v1.RejectionReason.UNREADABLE_TIMESTAMP;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a line as read, and their way to a canonical click. Each check names the field it
 * is about.
 */
final class ClickFields {

  static final int MAX_ID_BYTES = 256;
  private static final int SHOWN_CHARS = 40;

  @Nullable String adId;
  @Nullable String userId;
  @Nullable String ip;
  @Nullable String country;
  @Nullable String clickId;

  /** The timestamp as text, unless {@link #timestampMillis} has it as a number. */
  @Nullable String timestampText;

  @Nullable Long timestampMillis;

  Click toClick() throws RejectedLineException {
    String canonicalAd = id("ad_id", adId);
    long timestamp = timestamp();
    String canonicalUser = id("user_id", userId);
    String canonicalIp = IpAddresses.canonical(present("ip", ip));
    if (canonicalIp == null) {
      throw new RejectedLineException(INVALID_IP, "ip " + shown(ip) + " is not an address");
    }
    String canonicalCountry = Countries.parse(present("country", country));
    if (canonicalCountry == null) {
      throw new RejectedLineException(
          UNKNOWN_COUNTRY, "country " + shown(country) + " is not an ISO 3166-1 alpha-2 code");
    }
    String canonicalClickId = clickId == null ? null : id("click_id", clickId);
    return new Click(
        canonicalAd, timestamp, canonicalUser, canonicalIp, canonicalCountry, canonicalClickId);
  }

  private long timestamp() throws RejectedLineException {
    if (timestampMillis != null) {
      return Timestamps.requireInRange(timestampMillis);
    }
    String text = present("click_timestamp", timestampText);
    Long parsed = Timestamps.parse(text);
    if (parsed == null) {
      throw new RejectedLineException(
          UNREADABLE_TIMESTAMP,
          "click_timestamp " + shown(text) + " is neither RFC 3339 nor epoch milliseconds");
    }
    return Timestamps.requireInRange(parsed);
  }

  private static String id(String field, @Nullable String value) throws RejectedLineException {
    String id = present(field, value);
    if (id.isEmpty()) {
      throw new RejectedLineException(EMPTY_ID, field + " is empty");
    }
    int bytes = 0;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isISOControl(c)) {
        throw new RejectedLineException(CONTROL_CHARACTER, field + " has a control character");
      }
      if (Character.isSurrogate(c) && !isPaired(id, i)) {
        throw new RejectedLineException(CONTROL_CHARACTER, field + " has half a surrogate pair");
      }
      // Each half of a surrogate pair stands for two of its four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    if (bytes > MAX_ID_BYTES) {
      throw new RejectedLineException(
          OVERSIZED_ID, field + " has " + bytes + " bytes, more than " + MAX_ID_BYTES);
    }
    return id;
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
