package org.adclicks.query.question;

/** A question about a time the store has no, or no longer all, rows of. */
public final class OutOfRangeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String field;
  private final long dataFromMillis;

  public OutOfRangeException(String field, String problem, long dataFromMillis) {
    super(field + ": " + problem);
    this.field = field;
    this.dataFromMillis = dataFromMillis;
  }

  /** The request field, as the proto and the REST parameter spell it. */
  public String field() {
    return field;
  }

  /** From where on any range can be asked for. */
  public long dataFromMillis() {
    return dataFromMillis;
  }
}
