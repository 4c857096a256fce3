package org.adclicks.query;

/** A question about "now" to a store nothing has been counted into yet. */
final class NothingCountedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NothingCountedException() {
    super("nothing has been counted yet; name the interval with from and to, or send clicks first");
  }
}
