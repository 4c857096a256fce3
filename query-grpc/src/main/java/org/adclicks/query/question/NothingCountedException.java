package org.adclicks.query.question;

/** A question to a store nothing has been counted into yet. */
public final class NothingCountedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public NothingCountedException() {
    super(
        "nothing has been counted yet: clicks are answered for once their minute has closed; wait, or"
            + " send some");
  }
}
