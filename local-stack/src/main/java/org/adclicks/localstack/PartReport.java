package org.adclicks.localstack;

import java.time.Instant;
import java.util.Optional;

/**
 * How a part of a stack is, and what has happened to it.
 *
 * @param pid of its process while it is up, else 0
 * @param since when it is in this condition
 * @param restarts how often it was started again since the stack was started
 * @param trouble why it ended last, or why it could not be started; nothing if neither happened
 */
public record PartReport(
    String name,
    Condition condition,
    long pid,
    Instant since,
    int restarts,
    Optional<Trouble> trouble) {

  /** Where a part is between two ends. */
  public enum Condition {
    UP,
    /** Ended; a pause is made, or what it needs is waited for. */
    WAITING,
    STARTING
  }

  /** The last thing that went wrong. */
  public record Trouble(Instant at, String reason) {}

  /** A part that was just started for the first time. */
  static PartReport firstUp(String name, long pid, Instant since) {
    return new PartReport(name, Condition.UP, pid, since, 0, Optional.empty());
  }

  PartReport failed(Instant at, String reason) {
    return new PartReport(
        name, Condition.WAITING, 0, at, restarts, Optional.of(new Trouble(at, reason)));
  }

  PartReport startingAgain(Instant at) {
    return new PartReport(name, Condition.STARTING, 0, at, restarts + 1, trouble);
  }

  PartReport up(Instant at, long newPid) {
    return new PartReport(name, Condition.UP, newPid, at, restarts, trouble);
  }
}
