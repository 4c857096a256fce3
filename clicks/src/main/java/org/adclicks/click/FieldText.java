package org.adclicks.click;

/** What a field's text may be made of: the blanks around it, and what cannot be seen in it. */
public final class FieldText {

  private FieldText() {}

  /** The text without the blanks around it. */
  public static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return start == 0 && end == text.length() ? text : text.substring(start, end);
  }

  /** A tab, or a space of any width: line breaks and other controls are none. */
  private static boolean isBlank(char c) {
    return c < 0x80 ? c == ' ' || c == '\t' : Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  /**
   * Whether two texts that differ by this character alone look alike: it joins, marks or orders
   * what stands around it (Unicode's category Cf and its default ignorables), breaks the line, is
   * an empty glyph, or is no character at all.
   */
  public static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          true;
      default -> isIgnorable(codePoint);
    };
  }

  /** Those that Unicode counts among letters, marks and symbols. */
  private static boolean isIgnorable(int codePoint) {
    return switch (codePoint) {
      // Grapheme joiner; Hangul fillers; Khmer inherent vowels; the empty Braille pattern; a
      // musical note without a head; Khitan filler.
      case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x16FE4, 0x1D159 -> true;
      // Variation selectors.
      default ->
          (codePoint >= 0x180B && codePoint <= 0x180F)
              || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
              || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    };
  }
}
