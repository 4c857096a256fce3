package org.adclicks.localstack.process;

/** A part of the stack could not be started, used or stopped; the message is meant for people. */
public final class StackFailure extends RuntimeException {

  public StackFailure(String message) {
    super(message);
  }

  public StackFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
