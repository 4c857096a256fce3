package org.adclicks.query.keys;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key lets its holder ask for. */
public enum KeyScope {
  /** Counts and lists of ads, by country too: nothing about a person. */
  AGGREGATES,
  /** Questions filtered by user_id or ip, and all that {@link #AGGREGATES} allows. */
  PERSONAL,
  /** The service's own metrics. */
  ADMIN;

  /** As it is written in files and commands. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether who holds these may ask for this. */
  public boolean isGivenBy(Set<KeyScope> held) {
    return held.contains(this) || (this == AGGREGATES && held.contains(PERSONAL));
  }

  /**
   * Reads what {@link #text} writes.
   *
   * @throws IllegalArgumentException saying which scopes there are
   */
  public static KeyScope parse(String text) {
    for (KeyScope scope : values()) {
      if (scope.text().equals(text)) {
        return scope;
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is no scope; there are %s"
            .formatted(
                text,
                Arrays.stream(values()).map(KeyScope::text).collect(Collectors.joining(", "))));
  }
}
