package org.adclicks.transforms;

/** What a line turned out to be. */
public sealed interface ParsedLine {

  /** A click, as far as the line alone can tell: its timestamp may still be too far ahead. */
  record Accepted(Click click) implements ParsedLine {}

  /** No click. */
  record Rejected(Rejection rejection) implements ParsedLine {}

  /** An empty line or a heartbeat: nothing to count and nothing to complain of. */
  record Blank() implements ParsedLine {}
}
