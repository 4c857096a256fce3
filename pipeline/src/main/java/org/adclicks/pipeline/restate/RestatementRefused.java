package org.adclicks.pipeline.restate;

/** Why hours cannot be restated or compared, in one line that says what to do. */
public final class RestatementRefused extends Exception {

  private static final long serialVersionUID = 1L;

  RestatementRefused(String message) {
    super(message);
  }
}
