package org.adclicks.proto.store;

/** A stored block that is of no format this build knows, or not what its name says. */
public final class DamagedBlockException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  DamagedBlockException(String message) {
    super(message);
  }

  DamagedBlockException(String message, Throwable cause) {
    super(message, cause);
  }
}
