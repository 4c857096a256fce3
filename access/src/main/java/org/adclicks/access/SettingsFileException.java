package org.adclicks.access;

/** A file of settings that cannot be used, in one line that names the file and holds no secret. */
public final class SettingsFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsFileException(String message) {
    super(message);
  }
}
