package org.adclicks.pipeline;

/** What a command's end means. */
final class ExitCodes {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  private ExitCodes() {}
}
