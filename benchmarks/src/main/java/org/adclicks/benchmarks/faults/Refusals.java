package org.adclicks.benchmarks.faults;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Questions without an answer: of each reason how many, from when to when, and what was said; and
 * for how long at most no question of a kind was answered, once one had been.
 */
final class Refusals {

  private final InstantSource clock;
  private final Map<Status.Code, Reason> reasons = new TreeMap<>();
  private final Set<String> answeredBefore = new HashSet<>();
  private final Map<String, Instant> refusedSince = new HashMap<>();
  private Span longest = new Span("", Instant.EPOCH, Instant.EPOCH);

  private record Reason(long count, Instant first, Instant last, String said) {}

  /** From when the first question that got none was asked until one of the kind was answered. */
  record Span(String kind, Instant from, Instant to) {

    Duration length() {
      return Duration.between(from, to);
    }
  }

  Refusals(InstantSource clock) {
    this.clock = clock;
  }

  /** Asks, and returns whether there was an answer; whatever else goes wrong is thrown. */
  boolean isAnswered(String kind, Runnable question) {
    Instant asked = clock.instant();
    try {
      question.run();
      answered(kind);
      return true;
    } catch (StatusRuntimeException e) {
      refused(kind, asked, e.getStatus());
      return false;
    }
  }

  private synchronized void answered(String kind) {
    answeredBefore.add(kind);
    Instant since = refusedSince.remove(kind);
    if (since != null) {
      longest = longer(longest, new Span(kind, since, clock.instant()));
    }
  }

  private synchronized void refused(String kind, Instant asked, Status status) {
    if (answeredBefore.contains(kind)) {
      refusedSince.putIfAbsent(kind, asked);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String said = Objects.requireNonNullElse(status.getDescription(), "");
    reasons.merge(
        status.getCode(),
        new Reason(1, now, now, said),
        (before, one) -> new Reason(before.count() + 1, before.first(), now, said));
  }

  /** The longest of all kinds; one that has not ended lasts until now. */
  synchronized Span longest() {
    Span longestOfAll = longest;
    for (Map.Entry<String, Instant> since : refusedSince.entrySet()) {
      longestOfAll =
          longer(longestOfAll, new Span(since.getKey(), since.getValue(), clock.instant()));
    }
    return longestOfAll;
  }

  private static Span longer(Span one, Span other) {
    return other.length().compareTo(one.length()) > 0 ? other : one;
  }

  /** One line: the reasons one after the other, or that there is none. */
  @Override
  public synchronized String toString() {
    return reasons.isEmpty()
        ? "none"
        : reasons.entrySet().stream()
            .map(
                reason ->
                    "%s %d times from %s to %s, at last \"%s\""
                        .formatted(
                            reason.getKey(),
                            reason.getValue().count(),
                            reason.getValue().first(),
                            reason.getValue().last(),
                            reason.getValue().said()))
            .collect(Collectors.joining("; "));
  }
}
