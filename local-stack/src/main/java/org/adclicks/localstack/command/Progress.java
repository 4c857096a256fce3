package org.adclicks.localstack.command;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a stack's answers reach, as its supervisor sees it.
 *
 * @param asOf of the newest answer; nothing if no click was ever counted
 * @param movedAt when {@code asOf} was seen to move last, or the stack was started
 * @param lookedAt when it was looked at last
 * @param uncounted while nothing was ever counted: records of the topic that were not rejected
 * @param problem why it could not be seen the last time
 */
record Progress(
    Optional<Instant> asOf,
    Instant movedAt,
    Instant lookedAt,
    long uncounted,
    Optional<String> problem) {

  /** Before the first look. */
  static Progress unknown(Instant now) {
    return new Progress(Optional.empty(), now, now, 0, Optional.empty());
  }

  Progress seen(Optional<Instant> newAsOf, long newUncounted, Instant now) {
    return new Progress(
        newAsOf, newAsOf.equals(asOf) ? movedAt : now, now, newUncounted, Optional.empty());
  }

  Progress notSeen(String why, Instant now) {
    return new Progress(asOf, movedAt, now, uncounted, Optional.of(why));
  }
}
