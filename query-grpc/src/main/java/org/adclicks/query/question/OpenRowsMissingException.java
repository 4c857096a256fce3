package org.adclicks.query.question;

/** Rows of minutes that are open are not there as the store says; it passes. */
public final class OpenRowsMissingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public OpenRowsMissingException() {
    super("minutes still open are not all there just now; ask again, or without include_open");
  }
}
