package org.adclicks.click;

/**
 * An accepted click and where it came from.
 *
 * @param arrivalMillis when the queue took it in (or the file was read), milliseconds since 1970
 * @param sent what the line says for its dimensions where that is not the click's value itself
 * @param round the reader's round its line is of; 0 where none are counted
 */
public record SourcedClick(
    Click click, Origin origin, long arrivalMillis, SentTexts sent, long round) {

  /** A click of no round. */
  public SourcedClick(Click click, Origin origin, long arrivalMillis, SentTexts sent) {
    this(click, origin, arrivalMillis, sent, 0);
  }

  /** A click whose line says for its dimensions what the click has. */
  public SourcedClick(Click click, Origin origin, long arrivalMillis) {
    this(click, origin, arrivalMillis, SentTexts.NONE);
  }
}
