package org.adclicks.query.question;

/** A question about minutes that are still open to a store that does not have them. */
public final class OpenNotKeptException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why not: a sentence. */
  public OpenNotKeptException(String why) {
    super(why + "; ask without include_open");
  }
}
