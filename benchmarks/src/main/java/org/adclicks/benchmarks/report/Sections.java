package org.adclicks.benchmarks.report;

/** Sections of a Markdown file, each from its heading of two hashes to the next. */
final class Sections {

  private static final String HEADING = "\n## ";

  private Sections() {}

  /** The text with the section of this heading replaced, or appended if there is none. */
  static String replace(String text, String heading, String section) {
    String framed = "\n" + text;
    int start = framed.indexOf("\n" + heading + "\n");
    if (start < 0) {
      String gap = text.isEmpty() ? "" : text.endsWith("\n") ? "\n" : "\n\n";
      return text + gap + section;
    }
    int next = framed.indexOf(HEADING, start + heading.length());
    String after = next < 0 ? "" : framed.substring(next);
    return framed.substring(0, start).replaceFirst("^\n", "")
        + (start == 0 ? "" : "\n")
        + section
        + after;
  }
}
