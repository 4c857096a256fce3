package org.adclicks.transforms.state;

import org.joda.time.Duration;

/**
 * Checks of the durations transforms are configured with.
 *
 * <p>Units: milliseconds out.
 *
 * <p>Errors: {@link IllegalArgumentException}, naming the setting.
 */
public final class Durations {

  private Durations() {}

  public static long requireNotNegative(String name, Duration duration) {
    if (duration.getMillis() < 0) {
      throw new IllegalArgumentException(name + " must not be negative, not " + duration);
    }
    return duration.getMillis();
  }
}
