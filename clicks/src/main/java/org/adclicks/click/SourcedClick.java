package org.adclicks.click;

/**
 * An accepted click and where it came from.
 *
 * @param arrivalMillis when the queue took it in (or the file was read), milliseconds since 1970
 * @param sent what the line says for its dimensions where that is not the click's value itself
 */
public record SourcedClick(Click click, Origin origin, long arrivalMillis, SentTexts sent) {

  /** A click whose line says for its dimensions what the click has. */
  public SourcedClick(Click click, Origin origin, long arrivalMillis) {
    this(click, origin, arrivalMillis, SentTexts.NONE);
  }
}
