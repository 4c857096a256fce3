package org.adclicks.query;

/** A question that costs much while as many as are allowed are being answered. */
final class TooBusyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TooBusyException() {
    super(
        "as many expensive questions as are allowed at once are being answered; try again soon, or"
            + " ask for a shorter range or list");
  }
}
