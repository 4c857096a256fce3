package org.adclicks.click.line;

import org.adclicks.v1.RejectionReason;

/**
 * Leaves the parser of a line that is no click. Without a stack trace: bad lines are input, not
 * failures.
 */
final class RejectedLineException extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;
  private final String detail;

  RejectedLineException(RejectionReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  RejectionReason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }
}
