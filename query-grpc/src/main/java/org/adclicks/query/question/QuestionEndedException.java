package org.adclicks.query.question;

/** A question whose work was given up before it had an answer. */
public final class QuestionEndedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why it was given up. */
  public enum Reason {
    /** Nobody waits for the answer any more. */
    HUNG_UP("nobody waits for the answer any more"),
    /** The store gave no sign of life when the time was over. */
    STORE_SILENT("the store (Cassandra) does not answer; try again later"),
    /** The store answered, but there was more to read than the time allows. */
    TOO_SLOW("the answer takes longer than is allowed; ask for less, or later");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Reason reason;

  public QuestionEndedException(Reason reason) {
    super(reason.sentence, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
