package org.adclicks.query.question;

/** A request that cannot be answered because one of its fields is wrong; the message names it. */
public final class InvalidRequestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String field;

  public InvalidRequestException(String field, String problem) {
    super(field + ": " + problem);
    this.field = field;
  }

  /** The request field, as the proto and the REST parameter spell it. */
  public String field() {
    return field;
  }
}
