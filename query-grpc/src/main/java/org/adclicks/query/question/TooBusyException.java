package org.adclicks.query.question;

/** A question that costs much while as many as are allowed are being answered. */
public final class TooBusyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public TooBusyException() {
    super(
        "as many expensive questions as are allowed at once are being answered; try again soon, or"
            + " ask for a shorter range or list");
  }
}
