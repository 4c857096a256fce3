package org.adclicks.query.keys;

/** A file of keys that cannot be used; the message is a line for people. */
public final class KeyFileException extends Exception {

  private static final long serialVersionUID = 1;

  KeyFileException(String message) {
    super(message);
  }
}
