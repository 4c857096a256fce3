package org.adclicks.benchmarks.faults;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
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
  private final Set<String> mayBeMissing;
  private final Map<Status.Code, Reason> reasons = new TreeMap<>();
  private final Map<String, Instant> refusedSince = new HashMap<>();
  private final Map<String, Long> answers = new HashMap<>();
  private final Map<String, Status> unjustified = new TreeMap<>();
  private Span longest = new Span("", Instant.EPOCH, Instant.EPOCH);

  private record Reason(long count, Instant first, Instant last, String said) {}

  /** From when the first question that got none was asked until one of the kind was answered. */
  record Span(String kind, Instant from, Instant to) {

    Duration length() {
      return Duration.between(from, to);
    }
  }

  Refusals(InstantSource clock) {
    this(clock, Set.of());
  }

  /**
   * @param mayBeMissing kinds of questions about what is not always there
   */
  Refusals(InstantSource clock, Set<String> mayBeMissing) {
    this.clock = clock;
    this.mayBeMissing = Set.copyOf(mayBeMissing);
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
    answers.merge(kind, 1L, Long::sum);
    Instant since = refusedSince.remove(kind);
    if (since != null) {
      longest = longer(longest, new Span(kind, since, clock.instant()));
    }
  }

  private synchronized void refused(String kind, Instant asked, Status status) {
    if (!isJustified(kind, status.getCode())) {
      unjustified.putIfAbsent(kind + " " + status.getCode(), status);
    }
    if (answers.containsKey(kind)) {
      refusedSince.putIfAbsent(kind, asked);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String said = Objects.requireNonNullElse(status.getDescription(), "");
    reasons.merge(
        status.getCode(),
        new Reason(1, now, now, said),
        (before, one) -> new Reason(before.count() + 1, before.first(), now, said));
  }

  /**
   * Whether a part that is away or slow explains it. That there is nothing, or not there, is an
   * answer, and wrong unless nothing was counted yet.
   */
  private boolean isJustified(String kind, Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, CANCELLED -> true;
      case FAILED_PRECONDITION -> mayBeMissing.contains(kind) || !answers.containsKey(kind);
      // As minutes that were open so long ago that nothing is known from there on.
      case INVALID_ARGUMENT, OUT_OF_RANGE -> mayBeMissing.contains(kind);
      default -> false;
    };
  }

  /** Of each kind and reason that nothing explains the first. */
  synchronized Map<String, Status> unjustified() {
    return new TreeMap<>(unjustified);
  }

  /** How many questions of this kind were answered. */
  synchronized long answers(String kind) {
    return answers.getOrDefault(kind, 0L);
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
