package org.adclicks.pipeline.command;

/**
 * Why a command cannot go on, in one line for the person at the terminal.
 *
 * <p>Exit codes: 1 the work failed, 2 it was asked for wrongly.
 */
public final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public static CommandFailure work(String message) {
    return new CommandFailure(1, message);
  }

  public static CommandFailure usage(String message) {
    return new CommandFailure(2, message);
  }

  public int exitCode() {
    return exitCode;
  }

  /** What can be said of any failure in one line. */
  public static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
