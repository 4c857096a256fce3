package org.adclicks.click;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a click's line says for its dimensions where that is not the value the click counts under;
 * empty if it says nothing.
 */
public record SentTexts(Map<Dimension, String> texts) {

  /** Of a line that says for each dimension what the click has. */
  public static final SentTexts NONE = new SentTexts(Map.of());

  private static final Map<Dimension, SentTexts> NOTHING = new EnumMap<>(Dimension.class);

  static {
    Dimension.ALL.forEach(each -> NOTHING.put(each, new SentTexts(Map.of(each, ""))));
  }

  public SentTexts {
    texts = Map.copyOf(texts);
  }

  /** The text of a dimension, null if it is the value itself. */
  public @Nullable String of(Dimension dimension) {
    return texts.get(dimension);
  }

  /** These and one more; null adds none. */
  public SentTexts with(Dimension dimension, @Nullable String text) {
    if (text == null) {
      return this;
    }
    SentTexts nothing = NOTHING.get(dimension);
    if (text.isEmpty() && texts.isEmpty() && nothing != null) {
      return nothing;
    }
    Map<Dimension, String> more = new EnumMap<>(Dimension.class);
    more.putAll(texts);
    more.put(dimension, text);
    return new SentTexts(more);
  }
}
