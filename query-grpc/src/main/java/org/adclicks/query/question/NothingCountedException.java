package org.adclicks.query.question;

/** A question about "now" to a store nothing has been counted into yet. */
public final class NothingCountedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public NothingCountedException() {
    super("nothing has been counted yet; name the interval with from and to, or send clicks first");
  }
}
