package org.adclicks.benchmarks.people;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.adclicks.benchmarks.past.PastHours;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.oracle.SampleClick;

/** Several who ask at once, and what they were told. */
final class Asked implements AutoCloseable {

  private static final int ASKERS = 4;

  private final List<PeopleAsker> askers = new ArrayList<>();

  /** Begins. */
  Asked(Endpoints endpoints, PastHours hours, List<SampleClick> people, long seed) {
    for (int i = 0; i < ASKERS; i++) {
      askers.add(
          new PeopleAsker(
              endpoints, new RandomQuestions(hours, people, new Random(seed + i)), hours));
    }
  }

  /** All answers; once closed. */
  List<Answered> answered() {
    return askers.stream().flatMap(asker -> asker.answered().stream()).toList();
  }

  /** Why there was none, each time; once closed. */
  List<Status> refused() {
    return askers.stream().flatMap(asker -> asker.refused().stream()).toList();
  }

  @Override
  public void close() {
    askers.forEach(PeopleAsker::close);
  }
}
