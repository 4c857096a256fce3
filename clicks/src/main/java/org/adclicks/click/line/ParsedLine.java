package org.adclicks.click.line;

import org.adclicks.click.Click;
import org.adclicks.click.Rejection;
import org.adclicks.click.SentTexts;

/** What a line turned out to be. */
public sealed interface ParsedLine {

  /**
   * A click, as far as the line alone can tell: its timestamp may still be too old or too far
   * ahead.
   *
   * @param sent what the line says for its dimensions where that is not the click's value itself
   */
  record Accepted(Click click, SentTexts sent) implements ParsedLine {}

  /** No click. */
  record Rejected(Rejection rejection) implements ParsedLine {}

  /** An empty line or a heartbeat: nothing to count and nothing to complain of. */
  record Blank() implements ParsedLine {}
}
