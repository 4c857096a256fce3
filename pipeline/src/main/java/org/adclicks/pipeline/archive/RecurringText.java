package org.adclicks.pipeline.archive;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Strings of a column whose values recur: a value like the one before is the same object.
 *
 * <p>Mutable, not thread-safe. Bounded: keeps the last value, and a few hundred others if asked to.
 */
final class RecurringText {

  private static final int MAX_KEPT = 512;

  private final @Nullable Map<Binary, String> kept;
  private @Nullable Binary lastBytes;
  private String last = "";

  private RecurringText(@Nullable Map<Binary, String> kept) {
    this.kept = kept;
  }

  /** For a sorted column. */
  static RecurringText ofNeighbours() {
    return new RecurringText(null);
  }

  /** For a column of few values. */
  static RecurringText ofFew() {
    return new RecurringText(new HashMap<>());
  }

  String of(Binary bytes) {
    if (bytes.equals(lastBytes)) {
      return last;
    }
    lastBytes = bytes;
    last = kept == null ? text(bytes) : keptText(kept, bytes);
    return last;
  }

  /** Binary's own way decodes through views of a buffer, which takes 0.1 µs more. */
  static String text(Binary bytes) {
    return new String(bytes.getBytesUnsafe(), StandardCharsets.UTF_8);
  }

  private static String keptText(Map<Binary, String> kept, Binary bytes) {
    String text = kept.get(bytes);
    if (text == null) {
      text = text(bytes);
      if (kept.size() < MAX_KEPT) {
        kept.put(bytes.copy(), text);
      }
    }
    return text;
  }
}
