package org.adclicks.click.line;

import org.adclicks.click.Click;
import org.adclicks.click.Rejection;
import org.jspecify.annotations.Nullable;

/** What a line turned out to be. */
public sealed interface ParsedLine {

  /**
   * A click, as far as the line alone can tell: its timestamp may still be too old or too far
   * ahead.
   *
   * @param sentCountry what the line says for the country where that is not the click's code
   *     itself; empty if it says nothing
   */
  record Accepted(Click click, @Nullable String sentCountry) implements ParsedLine {}

  /** No click. */
  record Rejected(Rejection rejection) implements ParsedLine {}

  /** An empty line or a heartbeat: nothing to count and nothing to complain of. */
  record Blank() implements ParsedLine {}
}
