package org.adclicks.transforms.minutes;

import org.jspecify.annotations.Nullable;

/**
 * What had been told when a worker's step asked for the first time: by the attempts before it,
 * whatever this one tells since.
 *
 * <p>Errors: those of {@link #read}.
 */
public abstract class ToldBefore implements ToldThrough {

  private static final long serialVersionUID = 1L;

  private transient @Nullable Long toldMillis;

  /** Asks whoever was told; {@link #NOTHING}'s if nobody was. */
  protected abstract long read();

  @Override
  public final long millis() {
    Long told = toldMillis;
    if (told == null) {
      told = read();
      toldMillis = told;
    }
    return told;
  }
}
