package org.adclicks.click;

import static org.adclicks.v1.RejectionReason.CONTROL_CHARACTER;
import static org.adclicks.v1.RejectionReason.EMPTY_ID;
import static org.adclicks.v1.RejectionReason.OVERSIZED_ID;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an id of an ad, a user or a click may be, in lines and in questions alike. */
public final class Ids {

  private static final int CONTROL = -1;
  private static final int HALF_A_PAIR = -2;

  private Ids() {}

  /** Why a text is no id, null if it is one; the blanks around it are to be gone already. */
  public static @Nullable Rejection check(String field, String id) {
    if (id.isEmpty()) {
      return new Rejection(EMPTY_ID, field + " is empty");
    }
    int bytes = utf8Bytes(id);
    if (bytes < 0) {
      return checkText(field, id);
    }
    if (bytes > Click.MAX_ID_BYTES) {
      return new Rejection(
          OVERSIZED_ID, field + " has " + bytes + " bytes, more than " + Click.MAX_ID_BYTES);
    }
    return bytes > id.length() ? checkVisible(field, id) : null;
  }

  /** Why it is no text at all, null if it is one. */
  public static @Nullable Rejection checkText(String field, String text) {
    return switch (utf8Bytes(text)) {
      case CONTROL -> new Rejection(CONTROL_CHARACTER, field + " has a control character");
      case HALF_A_PAIR -> new Rejection(CONTROL_CHARACTER, field + " has half a surrogate pair");
      default -> null;
    };
  }

  private static int utf8Bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return CONTROL;
      }
      if (Character.isSurrogate(c) && !isPaired(text, i)) {
        return HALF_A_PAIR;
      }
      // Each half of a surrogate pair stands for two of its four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static @Nullable Rejection checkVisible(String field, String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (FieldText.isInvisible(text.codePointAt(i))) {
        return new Rejection(
            CONTROL_CHARACTER,
            String.format(
                Locale.ROOT, "%s has an invisible character, U+%04X", field, text.codePointAt(i)));
      }
    }
    return null;
  }
}
