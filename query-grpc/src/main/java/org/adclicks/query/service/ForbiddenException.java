package org.adclicks.query.service;

/** A question the caller's key does not allow. It says no more than that. */
final class ForbiddenException extends RuntimeException {

  private static final long serialVersionUID = 1;

  static final String MESSAGE = "this key does not allow this question";

  ForbiddenException() {
    super(MESSAGE);
  }
}
