package org.adclicks.click;

import org.jspecify.annotations.Nullable;

/**
 * An accepted click and where it came from.
 *
 * @param arrivalMillis when the queue took it in (or the file was read), milliseconds since 1970
 * @param sentCountry what the line says for the country where that is not the click's code itself;
 *     empty if it says nothing
 */
public record SourcedClick(
    Click click, Origin origin, long arrivalMillis, @Nullable String sentCountry) {

  /** A click whose line says for the country what the click has. */
  public SourcedClick(Click click, Origin origin, long arrivalMillis) {
    this(click, origin, arrivalMillis, null);
  }
}
