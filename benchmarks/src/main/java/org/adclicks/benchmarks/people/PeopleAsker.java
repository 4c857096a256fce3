package org.adclicks.benchmarks.people;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.benchmarks.harness.OnAndOn;
import org.adclicks.benchmarks.past.PastHours;
import org.adclicks.localstack.Endpoints;
import org.adclicks.proto.store.Periods;

/**
 * Asks one random question after the other about minutes that are closed, on a thread of its own,
 * and notes the answers.
 */
final class PeopleAsker implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Questions between two looks at how far there are answers. */
  private static final int ROUND = 10;

  private final PeopleClient client;
  private final RandomQuestions questions;
  private final PastHours hours;
  private final List<Answered> answered = new ArrayList<>();
  private final List<Status> refused = new ArrayList<>();
  private final OnAndOn asker;
  private long toMillis;
  private int left;

  /** Begins with the first minute of these hours that is closed. */
  PeopleAsker(Endpoints endpoints, RandomQuestions questions, PastHours hours) {
    this.client = new PeopleClient(endpoints);
    this.questions = questions;
    this.hours = hours;
    this.asker = OnAndOn.start("people-asker", PAUSE, this::ask);
  }

  /** All answers; once closed. */
  List<Answered> answered() {
    asker.requireWell();
    return List.copyOf(answered);
  }

  /** Why there was none, each time; once closed. */
  List<Status> refused() {
    return List.copyOf(refused);
  }

  private void ask() {
    try {
      if (left == 0) {
        toMillis = Math.min(hours.to().toEpochMilli(), client.asOfMillis());
        left = ROUND;
      }
      left--;
      if (toMillis >= hours.from().toEpochMilli() + Periods.MINUTE_MILLIS) {
        answered.add(client.ask(questions.next(toMillis)));
      }
    } catch (StatusRuntimeException e) {
      // Nothing is counted at first.
      if (!answered.isEmpty() || e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
        refused.add(e.getStatus());
      }
      left = 0;
    } catch (RuntimeException e) {
      // Whatever it is, an answer that nobody gets is a wrong one.
      refused.add(Status.INTERNAL.withDescription(e.toString()));
      left = 0;
    }
  }

  @Override
  public void close() {
    asker.close();
    client.close();
  }
}
