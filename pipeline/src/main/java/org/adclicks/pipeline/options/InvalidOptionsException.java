package org.adclicks.pipeline.options;

import java.util.List;

/** Options that cannot be used, with everything that is wrong with them. */
public final class InvalidOptionsException extends Exception {

  private static final long serialVersionUID = 1L;

  public InvalidOptionsException(List<String> problems) {
    super(String.join("; ", problems));
  }
}
