package org.adclicks.click.line;

import org.adclicks.click.Rejection;
import org.adclicks.v1.RejectionReason;

/**
 * Leaves the parser of a line that is no click. Without a stack trace: bad lines are input, not
 * failures.
 */
final class RejectedLineException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  RejectedLineException(RejectionReason reason, String detail) {
    this(new Rejection(reason, detail));
  }

  RejectedLineException(Rejection rejection) {
    super(rejection.detail(), null, false, false);
    this.rejection = rejection;
  }

  Rejection rejection() {
    return rejection;
  }
}
